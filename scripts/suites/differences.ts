/** A place where we differ from another linter on purpose: cases of one of its rules, and why. */
export interface Difference {
  readonly suite: string;
  /** Of the suite. */
  readonly rule: string;
  readonly cases: readonly string[];
  /** Who reports the SQL. */
  readonly reported: 'here' | 'there';
  /** The SQL in question, as Markdown. */
  readonly sql: string;
  /** Markdown. */
  readonly why: string;
}

/** Every one that there is; `docs/other-linters.md` is written from it. */
export const differences: readonly Difference[] = [
  {
    suite: 'eugene',
    rule: 'E11',
    cases: ['unit/test_alter_table_generated_always_column'],
    reported: 'here',
    sql: '`ADD COLUMN … GENERATED … AS IDENTITY` on an existing table',
    why: 'The table is rewritten on every version from 12 to 18: each row gets its number.',
  },
  {
    suite: 'squawk',
    rule: 'adding-not-nullable-field',
    cases: ['adding_field_that_is_not_nullable'],
    reported: 'here',
    sql: '`ADD COLUMN … DEFAULT 10 NOT NULL`, then `DROP DEFAULT`',
    why:
      'The rows that are there get the value, but the running release does not name the column in its INSERTs: they fail ' +
      'as soon as the default is gone. It is `add-required-column`.',
  },
  {
    suite: 'squawk',
    rule: 'adding-not-nullable-field',
    cases: ['adding_field_that_is_not_nullable_without_default'],
    reported: 'here',
    sql: '`ADD COLUMN … NOT NULL` without a default',
    why: 'squawk reports it under another of its rules; here both are `add-required-column`.',
  },
  {
    suite: 'squawk',
    rule: 'adding-not-nullable-field',
    cases: ['pg16_cross_migration_validate_then_set_not_null_ok', 'pg12_cross_migration_validate_then_set_not_null_ok'],
    reported: 'here',
    sql: '`VALIDATE CONSTRAINT c`, `SET NOT NULL`, with `c` made in an earlier migration that is not shown',
    why:
      "Only the constraint's condition proves that no scan is needed, and the file does not hold it. Judged with its " +
      'history, the case is clean.',
  },
  {
    suite: 'squawk',
    rule: 'ban-concurrent-index-creation-in-transaction',
    cases: ['assuming_in_transaction_ok'],
    reported: 'here',
    sql: '`CREATE INDEX CONCURRENTLY` alone in a file that the tool wraps in a transaction',
    why:
      '`BEGIN` … `COMMIT` around one statement is a transaction too; the server answers with 25001. Tools that send such ' +
      'a statement alone have a transaction model of their own here.',
  },
  {
    suite: 'squawk',
    rule: 'require-concurrent-reindex',
    cases: ['reindex_system_ok'],
    reported: 'here',
    sql: '`REINDEX SYSTEM`',
    why:
      'It blocks writes to the system catalogs, and so most DDL, while it runs. That there is no concurrent form is a ' +
      'reason to do it in a maintenance window, not in a migration.',
  },
  {
    suite: 'eugene',
    rule: 'E10',
    cases: ['examples/E10/good'],
    reported: 'here',
    sql: "`ALTER COLUMN … TYPE` under a comment of eugene's that turns another rule off",
    why: 'Comments of other tools turn nothing off here.',
  },
  {
    suite: 'squawk',
    rule: 'adding-field-with-default',
    cases: ['docs_example_error_on_pg_11'],
    reported: 'there',
    sql: '`ADD COLUMN … DEFAULT 10` for PostgreSQL 11 and older',
    why: 'The oldest version that pgairlock knows is 12, where a constant default rewrites nothing.',
  },
  {
    suite: 'squawk',
    rule: 'adding-not-nullable-field',
    cases: ['regression_gh_issue_628_pg11_with_validated_check_err'],
    reported: 'there',
    sql: '`SET NOT NULL` with a validated CHECK for PostgreSQL 11',
    why: 'From 12 on the CHECK proves it, and nothing is scanned.',
  },
  {
    suite: 'squawk',
    rule: 'adding-field-with-default',
    cases: ['default_random_with_args_err'],
    reported: 'there',
    sql: '`DEFAULT now(123)`',
    why: 'There is no such function: the statement fails. `now()` is stable, and a stable default rewrites nothing.',
  },
  {
    suite: 'squawk',
    rule: 'adding-foreign-key-constraint',
    cases: ['add_column_references_lock'],
    reported: 'there',
    sql: '`ADD COLUMN … REFERENCES …` without a default',
    why:
      'All values are null, so that nothing is checked: no scan on any version. The short lock on both tables is what ' +
      '`missing-lock-timeout` is about.',
  },
  {
    suite: 'squawk',
    rule: 'require-timeout-settings',
    cases: ['err_comment_on_explains_lock_impact', 'err_lock_access_share_uses_correct_article'],
    reported: 'there',
    sql: '`COMMENT ON`, and `LOCK TABLE … IN ACCESS SHARE MODE`, without a `lock_timeout`',
    why: 'These locks let both reads and writes pass, and so do sessions that wait for them.',
  },
  {
    suite: 'squawk',
    rule: 'require-timeout-settings',
    cases: ['err_other_ddl_operations', 'err_vacuum_full_false_uses_non_full_lock', 'fix_multiple_ddl_statements'],
    reported: 'there',
    sql: '`CREATE TYPE`, `VACUUM (FULL false)`, and changes of a table that the file itself makes, without a `lock_timeout`',
    why: 'Nobody can wait for them: nobody uses yet what the same file makes, and VACUUM lets reads and writes pass.',
  },
  {
    suite: 'squawk',
    rule: 'ban-alter-domain-with-add-constraint',
    cases: ['ok'],
    reported: 'here',
    sql: '`ALTER DOMAIN … SET NOT NULL`',
    why: 'Every table that uses the domain is read, as for a CHECK.',
  },
  {
    suite: 'squawk',
    rule: 'ban-char-field',
    cases: ['fix_char_with_length#4', 'fix_char_with_length#5', 'all_the_types'],
    reported: 'there',
    sql: '`"char"(100)`, `"character"(255)`, and `pg_catalog.char`',
    why: 'In quotes `"char"` is another type, of one byte, that takes no length: the server refuses the first two, and the third pads nothing.',
  },
  {
    suite: 'squawk',
    rule: 'identifier-too-long',
    cases: ['drop_table_long_name_err'],
    reported: 'there',
    sql: '`DROP TABLE` of a name of more than 63 bytes',
    why: 'The server cuts the name as it did when the table was made, so that it is found. It is the making that is reported.',
  },
  {
    suite: 'squawk',
    rule: 'prefer-repack',
    cases: ['cluster_below_pg19_ok', 'vacuum_full_below_pg19_ok'],
    reported: 'here',
    sql: '`CLUSTER` and `VACUUM FULL` before PostgreSQL 19',
    why: 'squawk speaks from 19 on, where `REPACK CONCURRENTLY` takes their place. They hold ACCESS EXCLUSIVE while the table is written anew on every version.',
  },
  {
    suite: 'squawk',
    rule: 'prefer-robust-stmts',
    cases: ['create_index_concurrently_err'],
    reported: 'there',
    sql: '`CREATE INDEX CONCURRENTLY` without IF NOT EXISTS',
    why: 'A build that failed leaves an invalid index, and IF NOT EXISTS would take it for the index.',
  },
  {
    suite: 'squawk',
    rule: 'prefer-robust-stmts',
    cases: [
      'enable_row_level_security_err',
      'enable_row_level_security_without_exists_check_err',
      'disable_row_level_security_err',
      'alter_column_set_not_null',
    ],
    reported: 'there',
    sql: '`ENABLE` and `DISABLE ROW LEVEL SECURITY`, `SET NOT NULL`',
    why: 'They can be run again: the second time changes nothing and fails on no version.',
  },
  {
    suite: 'squawk',
    rule: 'prefer-robust-stmts',
    cases: ['double_add_after_drop_err'],
    reported: 'there',
    sql: '`ADD CONSTRAINT` after a DROP CONSTRAINT IF EXISTS, twice',
    why: 'Both are found where the history shows the constraint; of a file alone, the guard before them counts for both.',
  },
  {
    suite: 'squawk',
    rule: 'prefer-robust-stmts',
    cases: ['create_temp_table_without_on_commit_drop_err'],
    reported: 'there',
    sql: '`CREATE TEMP TABLE` without IF NOT EXISTS',
    why: 'It is gone with the session that failed.',
  },
  {
    suite: 'eugene',
    rule: 'E4',
    cases: ['examples/E4/bad'],
    reported: 'there',
    sql: '`SELECT count(*)` of a table that an earlier statement locked',
    why: 'How long a query takes cannot be seen from it. Statements that read or write every row of a table that holds rows are reported.',
  },
  {
    suite: 'pgsafe',
    rule: 'add-domain-not-null',
    cases: ['add_domain_not_null_silent'],
    reported: 'here',
    sql: '`ALTER DOMAIN … ADD CHECK` under the rule for NOT NULL',
    why: 'pgsafe reports it by another rule; here both are `alter-domain-add-constraint`.',
  },
  {
    suite: 'pgsafe',
    rule: 'rename',
    cases: ['rename_fires#3'],
    reported: 'there',
    sql: '`ALTER INDEX … RENAME`',
    why: 'No query names an index, and the lock is a short one that lets reads and writes pass.',
  },
  {
    suite: 'eugene',
    rule: 'W12',
    cases: ['unit/test_altered_table_several_times'],
    reported: 'there',
    sql: 'Two `ALTER TABLE` of one table outside a transaction',
    why: 'Each is a transaction of its own: the lock is let go between them. In a transaction it is `combine-alter-table`.',
  },
  {
    suite: 'squawk',
    rule: 'require-timeout-settings',
    cases: ['err_missing_statement_timeout', 'fix_add_statement_timeout_only'],
    reported: 'there',
    sql: '`ADD COLUMN` with a `lock_timeout` and without a `statement_timeout`',
    why: 'The statement changes the catalogs alone, on every version: it has nothing that could take long but the wait for its lock. With its option on, `missing-statement-timeout` asks where rows are read or written.',
  },
  {
    suite: 'squawk',
    rule: 'require-statement-timeout',
    cases: ['err_only_statement_timeout_rule_enabled'],
    reported: 'there',
    sql: '`ADD COLUMN` without a `statement_timeout`',
    why: 'The statement changes the catalogs alone, on every version: it has nothing that could take long but the wait for its lock. With its option on, `missing-statement-timeout` asks where rows are read or written.',
  },
];

/** Rules of pgsafe whose lock proof says `rewrite` where we say something else, on every version. */
export const proofDifferences: readonly { readonly ddl: string; readonly line: string; readonly why: string }[] = [
  {
    ddl: 'REINDEX TABLE proof_reindex',
    line: 'rewrite: measured true, predicted false',
    why: 'It counts the new files of the indexes as a rewrite; here they are index builds, since no row is written anew.',
  },
];
