import type { Tracker } from "@viewpulse/core";
import type { Live } from "@viewpulse/live";
import { createContext, createElement, type ReactElement, type ReactNode, useContext } from "react";

interface Clients {
  readonly live?: Live | undefined;
  readonly tracker?: Tracker | undefined;
}

export interface ViewpulseProviderProps extends Clients {
  readonly children?: ReactNode;
}

const Context = createContext<Clients | null>(null);

/**
 * Gives the components below it the clients of the app. Make these once, outside of components: they outlive every render. On a
 * server that renders pages, neither connects nor sends.
 */
export function ViewpulseProvider({ live, tracker, children }: ViewpulseProviderProps): ReactElement {
  return createElement(Context.Provider, { value: { live, tracker } }, children);
}

/** A client of the provider. */
export function useClient<Name extends "live" | "tracker">(name: Name): NonNullable<Clients[Name]> {
  const client = useContext(Context)?.[name];
  if (!client) throw new Error(`There is no <ViewpulseProvider ${name}={…}> around this component.`);
  return client;
}
