import { describe, expect, it } from 'vitest';
import { splitSections } from '../../src/sources/sections.js';

const lines = (...text: string[]): string => text.join('\n');
/** Everything that is not white space, so that blanked text compares by its SQL. */
const sqlOf = (text: string | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim();

describe('splitSections', () => {
  it('takes a file without markers as one up', () => {
    const { up, down } = splitSections('CREATE TABLE a ();\n');
    expect(up).toEqual({ text: 'CREATE TABLE a ();\n', form: 'file' });
    expect(down).toBeUndefined();
  });

  it('splits at UP and DOWN markers under rulers and keeps every offset', () => {
    const source = lines(
      '-- ======',
      '-- UP MIGRATION',
      '-- ======',
      'CREATE TABLE a ();',
      '',
      '-- ======',
      '-- DOWN MIGRATION',
      '-- ======',
      'DROP TABLE a;',
      '',
    );
    const { up, down, upSource } = splitSections(source);
    expect(up.form).toBe('section');
    expect(down?.form).toBe('live-section');
    expect(up.text).toHaveLength(source.length);
    expect(down?.text).toHaveLength(source.length);
    expect(up.text.indexOf('CREATE')).toBe(source.indexOf('CREATE'));
    expect(down?.text.indexOf('DROP')).toBe(source.indexOf('DROP'));
    expect(up.text).not.toContain('DROP');
    expect(down?.text).not.toContain('CREATE');
    expect(source.slice(down?.span?.start).startsWith('-- ======\n-- DOWN')).toBe(true);
    expect(upSource).not.toContain('DOWN');
  });

  it('keeps line endings of either kind where it blanks', () => {
    const source = 'SELECT 1;\r\n-- ROLLBACK START\r\n-- SELECT 2;\r\n-- ROLLBACK END\r\nSELECT 3;\r\n';
    const { up, down } = splitSections(source);
    expect(up.text.replace(/[^\r\n]/g, '')).toBe(source.replace(/[^\r\n]/g, ''));
    expect(sqlOf(up.text)).toBe('SELECT 1; SELECT 3;');
    expect(sqlOf(down?.text)).toBe('SELECT 2;');
    expect(down?.text.indexOf('SELECT 2')).toBe(source.indexOf('SELECT 2'));
  });

  it('reads the SQL of a commented-out section, not its prose', () => {
    const { down } = splitSections(
      lines(
        'CREATE TABLE a ();',
        '-- Down migration (commented out)',
        '-- Drop the table again:',
        '-- -- after a look at the rows',
        '-- DROP TABLE',
        '--   a;',
        '-- Update the wiki page afterwards.',
        "-- COMMENT ON SCHEMA public IS 'empty';",
      ),
    );
    expect(down?.form).toBe('commented-section');
    expect(sqlOf(down?.text)).toBe("DROP TABLE a; COMMENT ON SCHEMA public IS 'empty';");
  });

  it.each([
    ['as deep as the SQL', ['-- pgairlock-disable-next-line drop-table -- why', '-- DROP TABLE a;']],
    ['deeper', ['-- -- pgairlock-disable-next-line drop-table -- why', '-- DROP TABLE a;']],
    ['in a block comment', ['/*', '-- pgairlock-disable-next-line drop-table -- why', 'DROP TABLE a;', '*/']],
  ])('keeps suppressions of a commented-out section: %s', (_, section) => {
    const source = lines('SELECT 1;', '-- DOWN MIGRATION', ...section, '-- and prose');
    const { down } = splitSections(source);
    expect(sqlOf(down?.text)).toBe('-- pgairlock-disable-next-line drop-table -- why DROP TABLE a;');
    expect(down?.text.indexOf('-- pgairlock')).toBe(source.indexOf('-- pgairlock'));
  });

  it('keeps a suppression inside a statement of a commented-out section', () => {
    const { down } = splitSections(
      lines(
        '-- DOWN MIGRATION',
        '-- ALTER TABLE a',
        '--   -- pgairlock-disable-next-line drop-column -- why',
        '-- DROP COLUMN b;',
        '-- done',
      ),
    );
    expect(sqlOf(down?.text)).toBe('ALTER TABLE a -- pgairlock-disable-next-line drop-column -- why DROP COLUMN b;');
  });

  it('reads a body in dollar quotes as one statement, with the comments inside it', () => {
    const { down } = splitSections(
      lines(
        '-- DOWN MIGRATION',
        '-- DO $$',
        '-- BEGIN',
        '--   -- first',
        '--   PERFORM 1;',
        '-- END',
        '-- $$;',
        '-- done',
      ),
    );
    expect(sqlOf(down?.text)).toBe('DO $$ BEGIN -- first PERFORM 1; END $$;');
  });

  it('reads a section in a block comment', () => {
    const { down } = splitSections(lines('SELECT 1;', '-- DOWN MIGRATION', '/*', 'DROP TABLE a;', '*/'));
    expect(down?.form).toBe('commented-section');
    expect(sqlOf(down?.text)).toBe('DROP TABLE a;');
  });

  it('leaves a section that says there is no way back without SQL', () => {
    const { down } = splitSections(lines('DELETE FROM a;', '-- DOWN MIGRATION', '-- Not possible: the rows are gone.'));
    expect(down).toBeDefined();
    expect(sqlOf(down?.text)).toBe('');
  });

  it('takes SQL after a second UP marker as up again', () => {
    const { up, down } = splitSections(
      lines('-- DOWN MIGRATION', 'DROP TABLE a;', '-- UP MIGRATION', 'CREATE TABLE a ();'),
    );
    expect(sqlOf(up.text)).toBe('-- UP MIGRATION CREATE TABLE a ();');
    expect(sqlOf(down?.text)).toBe('-- DOWN MIGRATION DROP TABLE a;');
  });

  it.each([
    ['a string', "SELECT '\n-- DOWN MIGRATION\n';"],
    ['a dollar-quoted body', 'DO $$\n-- DOWN MIGRATION\n$$;'],
    ['a block comment', '/*\n-- DOWN MIGRATION\n*/ SELECT 1;'],
    ['a sentence', '-- The down migration is in the wiki.\nSELECT 1;'],
  ])('is not misled by a marker inside %s', (_, source) => {
    expect(splitSections(source).down).toBeUndefined();
  });
});
