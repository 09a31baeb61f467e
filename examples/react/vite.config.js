// The libraries are links to their folders here, which have a React of their own for their tests. From a registry they need none of this.
export default { resolve: { dedupe: ["react", "react-dom"] } };
