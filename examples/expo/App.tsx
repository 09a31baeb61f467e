// A screen with a video whose plays are events, and what everybody has seen of it, live.

import AsyncStorage from "@react-native-async-storage/async-storage";
import { createTracker } from "@viewpulse/core";
import { readAhead } from "@viewpulse/core/async-storage";
import { createLive } from "@viewpulse/live";
import { ContentAnalyticsLiveDocument } from "@viewpulse/live/documents";
import { watchExpoVideo } from "@viewpulse/media";
import { useLive, useTracker, ViewpulseProvider } from "@viewpulse/react";
import { useVideoPlayer, VideoView } from "expo-video";
import { useEffect } from "react";
import { AppState, Button, SafeAreaView, Text } from "react-native";

const SERVER = "http://10.0.2.2:8000"; // the computer, seen from Android's emulator
const WRITE_KEY = "vp_write_…"; // `make run` prints it, and tokens
const TOKEN = "…";
const CONTENT = { contentId: "video-1", creatorId: "creator-1" };

const tracker = createTracker({
  url: `${SERVER}/v1/in`,
  writeKey: WRITE_KEY,
  storage: readAhead(AsyncStorage), // events outlive the app
  context: { device: { type: "MOBILE", platform: "ANDROID" } },
});
const live = createLive({ url: `${SERVER}/graphql`, token: () => TOKEN });

/** A phone that shows another app needs no numbers, and sends what waits. */
AppState.addEventListener("change", (state) => {
  if (state === "active") return live.resume();
  live.pause();
  void tracker.flush();
});

function Screen() {
  const player = useVideoPlayer("https://example.org/clip.mp4");
  const { track } = useTracker();
  const { data, status, asOf } = useLive(ContentAnalyticsLiveDocument, { contentId: CONTENT.contentId });
  useEffect(() => {
    const watched = watchExpoVideo(player, tracker, () => CONTENT);
    const looked = AppState.addEventListener("change", (state) => watched.setSeen(state === "active"));
    return () => {
      looked.remove();
      watched.stop();
    };
  }, [player]);
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
