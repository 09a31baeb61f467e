import { useQuery } from "@apollo/client/react";
import { useState } from "react";

import type { SocketState } from "./client";
import { MeDocument } from "./generated";
import { Chart } from "./panels/Chart";
import { TopContents } from "./panels/TopContents";
import { Totals } from "./panels/Totals";
import { CHOICES, between, type Choice } from "./ranges";

/** What all panels are asked for. */
export interface Asked extends Choice {
  compare: boolean;
}

const today = () => new Date().toISOString().slice(0, 10);

export function App({ state, onSignOut }: { state: SocketState; onSignOut: () => void }) {
  const [choice, choose] = useState(CHOICES[2]!);
  const [dates, setDates] = useState({ first: today(), last: today() });
  const [compare, setCompare] = useState(true);
  const [content, setContent] = useState<string>();
  const { data, error } = useQuery(MeDocument);
  const creatorId = data?.creator?.creatorId;
  const asked = { ...choice, compare };

  const pickDates = (changed: Partial<typeof dates>) => {
    const picked = { ...dates, ...changed };
    setDates(picked);
    if (picked.first && picked.first <= picked.last) choose(between(picked.first, picked.last));
  };

  return (
    <>
      <header className="bar">
        <h1>Viewpulse</h1>
        <span>{creatorId}</span>
        <span className="state" data-state={state}>
          {state}
        </span>
        <button onClick={onSignOut}>Sign out</button>
      </header>
      <nav>
        {CHOICES.map((one) => (
          <button key={one.label} aria-pressed={one === choice} onClick={() => choose(one)}>
            {one.label}
          </button>
        ))}
        <label>
          from <input type="date" value={dates.first} max={today()} onChange={(event) => pickDates({ first: event.target.value })} />
        </label>
        <label>
          to <input type="date" value={dates.last} max={today()} onChange={(event) => pickDates({ last: event.target.value })} />
        </label>
        <label title="with the period before">
          <input type="checkbox" checked={compare} onChange={(event) => setCompare(event.target.checked)} /> compare
        </label>
      </nav>
      {error && <p className="error">{error.message}</p>}
      {creatorId && (
        <main>
          <Totals asked={asked} />
          <Chart asked={asked} creatorId={creatorId} />
          <TopContents asked={asked} chosen={content} onChoose={setContent} />
        </main>
      )}
    </>
  );
}
