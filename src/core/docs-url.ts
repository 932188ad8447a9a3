const pages = 'https://github.com/pgairlock/pgairlock/blob/main/docs/rules';

export const rulePageUrl = (ruleId: string): string => `${pages}/${ruleId}.md`;
export const ruleIndexUrl = `${pages}/README.md`;
