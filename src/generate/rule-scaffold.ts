import type { Category } from '../engine/rule.js';

const imports = ["import { z } from 'zod';", "import { defineRule } from '../../engine/rule.js';"].join('\n');

/** A new rule's file: it compiles, and its examples fail until they are written. */
export const ruleScaffold = (category: Category, id: string): string => `${imports}

export default defineRule({
  id: '${id}',
  category: '${category}',
  severity: 'warning',
  presets: { strict: true },
  docs: {
    summary: '',
    condition: '',
    effect: '',
    workaround: '',
    references: [],
  },
  options: z.strictObject({}),
  messages: {},
  examples: [],
  check: {},
});
`;
