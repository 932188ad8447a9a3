import { z } from 'zod';

/** `schema/config.schema.json`: what editors check and complete a config file with. */
export function configSchemaFile(schema: z.ZodType): string {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return `${JSON.stringify({ title: 'pgairlock config', ...json }, undefined, 2)}\n`;
}
