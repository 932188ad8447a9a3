import { z } from 'zod';
import type { Rule } from '../engine/rule.js';

export interface OptionRow {
  readonly name: string;
  readonly type: string;
  /** JSON; absent where the option has none. */
  readonly default?: string | undefined;
  readonly description: string;
}

const objectSchema = z.object({ properties: z.record(z.string(), z.looseObject({})).default({}) });
const propertySchema = z.looseObject({
  type: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  items: z.looseObject({}).optional(),
  default: z.unknown().optional(),
  description: z.string().default(''),
});

/** The options of a rule as its page lists them, from the rule's own schema. */
export function optionRows(rule: Rule): OptionRow[] {
  const { properties } = objectSchema.parse(z.toJSONSchema(rule.options, { io: 'input' }));
  return Object.entries(properties).map(([name, schema]) => {
    const property = propertySchema.parse(schema);
    return {
      name,
      type: typeText(property),
      default: property.default === undefined ? undefined : JSON.stringify(property.default),
      description: property.description,
    };
  });
}

function typeText({ type, enum: values, items }: z.output<typeof propertySchema>): string {
  if (values) return values.map((value) => JSON.stringify(value)).join(' or ');
  if (type === 'array') return items ? `list of ${typeText(propertySchema.parse(items))}` : 'list';
  return type ?? 'any value';
}
