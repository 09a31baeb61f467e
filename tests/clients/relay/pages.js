// What relay-compiler compiles for relay_pages.mjs; the names begin with that of the file, as it demands.

graphql`
  query pagesQuery($creatorId: ID!, $first: Int, $after: String) {
    ...pages_contents @arguments(first: $first, after: $after)
  }
`;

graphql`
  fragment pages_contents on Query
  @refetchable(queryName: "pagesRefetchQuery")
  @argumentDefinitions(
    first: { type: "Int" }
    after: { type: "String" }
    last: { type: "Int" }
    before: { type: "String" }
  ) {
    creatorContents(creatorId: $creatorId, first: $first, after: $after, last: $last, before: $before)
      @connection(key: "pages_creatorContents") {
      edges {
        node { contentId }
      }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`;
