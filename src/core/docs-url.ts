// The published package holds its own pages, so that a link always fits the version that printed it.
const pages = 'https://unpkg.com/pgairlock/docs/rules';

export const rulePageUrl = (ruleId: string): string => `${pages}/${ruleId}.md`;
export const ruleIndexUrl = `${pages}/README.md`;
