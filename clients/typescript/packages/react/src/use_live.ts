import { type Document, type Live, type State, textOf, type Variables, type ViewpulseError } from "@viewpulse/live";
import { useMemo, useSyncExternalStore } from "react";

import { useClient } from "./provider.ts";

export interface LiveAnswer<Data> extends State {
  /** The newest answer; undefined until there is one. It is always one answer as the server sent it. */
  readonly data: Data | undefined;
  /** Why the answer, or a part of it, is missing; undefined once it is whole. */
  readonly error: ViewpulseError | undefined;
}

const NOTHING: LiveAnswer<never> = { data: undefined, error: undefined, status: "connecting", asOf: null };

/**
 * The answer to a question, kept live while the component is shown. Components with equal questions share one subscription, and
 * variables may be written in place: what counts is what they say. `null` in place of them asks nothing.
 */
export function useLive<Data = any, Given extends object = any>(
  document: Document<Data, Given>,
  variables: Variables<NoInfer<Given>> | null,
): LiveAnswer<Data> {
  const live = useClient("live");
  const key = variables && textOf(document) + JSON.stringify(variables);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the key says all
  const store = useMemo(() => makeStore<Data, Given>(live, document, variables), [live, key]);
  return useSyncExternalStore(store.subscribe, store.current, () => NOTHING);
}

function makeStore<Data, Given extends object>(live: Live, document: Document<Data, Given>, variables: Variables<Given> | null) {
  let answer: LiveAnswer<Data> = NOTHING;
  return {
    current: () => answer,
    subscribe(changed: () => void) {
      const become = (change: Partial<LiveAnswer<Data>>) => {
        answer = { ...answer, ...change };
        changed();
      };
      if (variables === null) return () => {};
      return live.live<Data, Given>(document, variables, {
        onData: (data) => become({ data, error: undefined }),
        onState: (state) => become(state),
        onError: (error) => become({ error }),
      });
    },
  };
}
