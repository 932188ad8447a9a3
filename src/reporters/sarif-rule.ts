import type { RuleInfo } from '../core/report.js';
import type { Severity } from '../core/severity.js';

const levels = { error: 'error', warning: 'warning', info: 'note' } as const;

/** SARIF's word for a severity. */
export const toLevel = (severity: Severity): (typeof levels)[Severity] => levels[severity];

// The words that GitHub code scanning sorts alerts by.
const problemSeverities = { error: 'error', warning: 'warning', info: 'recommendation' } as const;

/** The metadata of a rule: a SARIF `reportingDescriptor`. */
export const toRuleDescriptor = (rule: RuleInfo) => ({
  id: rule.id,
  name: toPascalCase(rule.id),
  shortDescription: { text: rule.summary },
  fullDescription: { text: `${rule.condition} ${rule.effect}` },
  help: { text: toHelpText(rule), markdown: toHelpMarkdown(rule) },
  ...(rule.url !== '' && { helpUri: rule.url }),
  defaultConfiguration: { level: toLevel(rule.severity) },
  properties: {
    tags: ['postgresql', 'migrations', rule.category],
    'problem.severity': problemSeverities[rule.severity],
  },
});

const toPascalCase = (id: string): string =>
  id
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

const toHelpText = ({ condition, effect, workaround, references }: RuleInfo): string =>
  [
    `When: ${condition}`,
    `Effect: ${effect}`,
    `Instead:\n${workaround}`,
    ...(references.length > 0 ? [`See:\n${references.join('\n')}`] : []),
  ].join('\n\n');

const toHelpMarkdown = ({ condition, effect, workaround, references }: RuleInfo): string =>
  [
    `**When:** ${condition}`,
    `**Effect:** ${effect}`,
    `**Instead:**\n\n${workaround}`,
    ...(references.length > 0 ? [`**See:**\n\n${references.map((link) => `- <${link}>`).join('\n')}`] : []),
  ].join('\n\n');
