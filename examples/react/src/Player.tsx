import { watchMedia } from "@viewpulse/media";
import { useTracker } from "@viewpulse/react";
import { useEffect, useRef } from "react";

import clip from "../../player/clip.webm";

/** A video whose plays are events, and a button. */
export function Player({ contentId, creatorId }: { contentId: string; creatorId: string }) {
  const tracker = useTracker();
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => watchMedia(video.current!, tracker, { contentId, creatorId }), [tracker, contentId, creatorId]);
  return (
    <section>
      <video ref={video} src={clip} controls playsInline muted onEnded={() => void tracker.flush()} />
      <button onClick={() => tracker.track({ type: "LIKE", contentId, creatorId })}>♥ Like</button>
    </section>
  );
}
