export { type ExpoPlayer, watchExpoVideo } from "./expo.ts";
export { watchMedia } from "./html.ts";
export { type Content, type MediaOptions, type Play, type PlayerState, type Signal, startPlay } from "./play.ts";
export { watchReactNativeVideo } from "./native.ts";
