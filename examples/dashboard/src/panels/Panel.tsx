import type { ReactNode } from "react";

interface Props {
  title: string;
  name: string;
  isStale: boolean;
  error?: { message: string };
  tools?: ReactNode;
  children?: ReactNode;
}

/** A panel fails alone: its error stands in it, and so does what could be read. */
export function Panel({ title, name, isStale, error, tools, children }: Props) {
  return (
    <section className="panel" data-panel={name} data-stale={isStale}>
      <header>
        <h2>{title}</h2>
        {tools}
      </header>
      {error && <p className="error">{error.message}</p>}
      {children}
    </section>
  );
}

interface PickProps<Value extends string> {
  label: string;
  value: Value;
  values: readonly Value[];
  onPick: (value: Value) => void;
}

/** Chooses one of a few words. */
export function Pick<Value extends string>({ label, value, values, onPick }: PickProps<Value>) {
  return (
    <select aria-label={label} value={value} onChange={(event) => onPick(event.target.value as Value)}>
      {values.map((one) => (
        <option key={one}>{one}</option>
      ))}
    </select>
  );
}
