/** What LIKE … INCLUDING may name, in the order of the bits of PostgreSQL's `TableLikeOption`. */
export const likeOptions = [
  'comments',
  'compression',
  'constraints',
  'defaults',
  'generated',
  'identity',
  'indexes',
  'statistics',
  'storage',
] as const;
