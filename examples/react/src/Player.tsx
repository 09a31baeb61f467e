import { useTracker } from "@viewpulse/react";
import { useRef } from "react";

import clip from "../../player/clip.webm";

/** A video whose plays are events, and a button. */
export function Player(content: { contentId: string; creatorId: string }) {
  const tracker = useTracker();
  const playId = useRef("");
  const playing = () => {
    if (playId.current) return; // it goes on
    playId.current = crypto.randomUUID();
    tracker.track({ type: "VIEW_START", playId: playId.current, ...content });
  };
  const ended = (seconds: number) => {
    tracker.track({ type: "VIEW_COMPLETE", playId: playId.current, ...content, viewData: { watchTime: seconds } });
    playId.current = "";
    void tracker.flush();
  };
  return (
    <section>
      <video src={clip} controls playsInline muted onPlaying={playing} onEnded={(event) => ended(event.currentTarget.duration)} />
      <button onClick={() => tracker.track({ type: "LIKE", ...content })}>♥ Like</button>
    </section>
  );
}
