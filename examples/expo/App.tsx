// A screen with a video whose plays are events, and what everybody has seen of it, live.

import { createTracker } from "@viewpulse/core";
import { createLive } from "@viewpulse/live";
import { ContentAnalyticsLiveDocument } from "@viewpulse/live/documents";
import { useLive, useTracker, ViewpulseProvider } from "@viewpulse/react";
import { useVideoPlayer, type VideoPlayer, VideoView } from "expo-video";
import { useEffect } from "react";
import { AppState, Button, SafeAreaView, Text } from "react-native";

const SERVER = "http://10.0.2.2:8000"; // the computer, seen from Android's emulator
const WRITE_KEY = "vp_write_…"; // `make run` prints it, and tokens
const TOKEN = "…";
const CONTENT = { contentId: "video-1", creatorId: "creator-1" };

const tracker = createTracker({
  url: `${SERVER}/v1/in`,
  writeKey: WRITE_KEY,
  context: { device: { type: "MOBILE", platform: "ANDROID" } },
});
const live = createLive({ url: `${SERVER}/graphql`, token: () => TOKEN });

/** A phone that shows another app needs no numbers, and sends what waits. */
AppState.addEventListener("change", (state) => {
  if (state === "active") return live.resume();
  live.pause();
  void tracker.flush();
});

/** Tracks the plays of a player. */
function usePlays(player: VideoPlayer) {
  const { track } = useTracker();
  useEffect(() => {
    let playId = "";
    const heard = [
      player.addListener("playingChange", ({ isPlaying }) => {
        if (!isPlaying || playId) return;
        playId = `play-${Date.now()}`;
        track({ type: "VIEW_START", playId, ...CONTENT });
      }),
      player.addListener("playToEnd", () => {
        track({ type: "VIEW_COMPLETE", playId, ...CONTENT, viewData: { watchTime: player.duration } });
        playId = "";
      }),
    ];
    return () => heard.forEach((one) => one.remove());
  }, [player, track]);
}

function Screen() {
  const player = useVideoPlayer("https://example.org/clip.mp4");
  const { track } = useTracker();
  const { data, status, asOf } = useLive(ContentAnalyticsLiveDocument, { contentId: CONTENT.contentId });
  usePlays(player);
  return (
    <SafeAreaView>
      <VideoView player={player} style={{ aspectRatio: 16 / 9 }} />
      <Button title="♥" onPress={() => track({ type: "LIKE", ...CONTENT })} />
      <Text>
        {data?.contentAnalytics?.views.total ?? "–"} views, {status === "stale" ? `as of ${asOf}` : status}
      </Text>
    </SafeAreaView>
  );
}

export default function App() {
  return (
    <ViewpulseProvider tracker={tracker} live={live}>
      <Screen />
    </ViewpulseProvider>
  );
}
