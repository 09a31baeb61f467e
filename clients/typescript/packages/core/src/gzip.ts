const MIN_PACKED = 1024; // bytes

/** Compresses batches, for the option of that name; undefined if it is not worth it, or not known here. */
export async function gzip(body: string): Promise<ArrayBuffer | undefined> {
  if (body.length < MIN_PACKED || typeof CompressionStream !== "function") return undefined;
  return new Response(new Blob([body]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer();
}
