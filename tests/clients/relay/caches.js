// What relay-compiler compiles for relay_cache.mjs; the names begin with that of the file, as it demands.

graphql`
  query cachesQuery($contentId: ID!, $range: RangeInput) {
    contentAnalytics(contentId: $contentId, range: $range, include: { selfViews: true }) {
      id
      revision
      views { total unique }
      watchTime { total }
    }
  }
`;

graphql`
  subscription cachesSubscription($contentId: ID!, $range: RangeInput) {
    contentAnalytics(contentId: $contentId, range: $range, include: { selfViews: true }) {
      id
      revision
      views { total unique }
      watchTime { total }
    }
  }
`;

graphql`
  query cachesContentQuery($contentId: ID!) {
    content(contentId: $contentId) {
      ...caches_content @arguments(range: { last: "7d" })
    }
  }
`;

graphql`
  fragment caches_content on Content
  @refetchable(queryName: "cachesRefetchQuery")
  @argumentDefinitions(range: { type: "RangeInput" }) {
    contentId
    analytics(range: $range, include: { selfViews: true }) {
      id
      range { start }
      views { total }
    }
  }
`;
