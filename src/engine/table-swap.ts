/** The SQL that puts a new table in the place of one that is in use, a fenced block for each file. `id` is its primary key. */
export const tableSwap = (table: string, create: string): string =>
  [
    `${create}
CREATE FUNCTION ${table}_sync() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM public.${table}_new WHERE id = OLD.id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO public.${table}_new SELECT NEW.*;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER ${table}_sync AFTER INSERT OR UPDATE OR DELETE ON ${table}
  FOR EACH ROW EXECUTE FUNCTION ${table}_sync();`,
    `INSERT INTO ${table}_new
SELECT * FROM ${table} WHERE id BETWEEN 1 AND 10000 FOR SHARE
ON CONFLICT (id) DO NOTHING;`,
    `SET LOCAL lock_timeout = '2s';
DROP TRIGGER ${table}_sync ON ${table};
ALTER TABLE ${table} RENAME TO ${table}_old;
ALTER TABLE ${table}_new RENAME TO ${table};`,
  ]
    .map((sql) => `\`\`\`sql\n${sql}\n\`\`\``)
    .join('\n\n');
