import type { FamilyQuery } from '../family.js';
import { comment, isNoMember, qualified, role } from '../sql-fragments.js';

const parserName = (oid: string): string =>
  `(SELECT ${qualified('pn.nspname', 'p.prsname')} FROM pg_ts_parser p JOIN pg_namespace pn ON pn.oid = p.prsnamespace WHERE p.oid = ${oid})`;

const mappings = `(SELECT string_agg(tt.alias || ': ' || m.mapdict::regdictionary, E'\\n' ORDER BY tt.alias, m.mapseqno)
  FROM pg_ts_config_map m JOIN ts_token_type(c.cfgparser) tt ON tt.tokid = m.maptokentype WHERE m.mapcfg = c.oid)`;

const template = `(SELECT ${qualified('tn.nspname', 't.tmplname')} FROM pg_ts_template t JOIN pg_namespace tn ON tn.oid = t.tmplnamespace WHERE t.oid = d.dicttemplate)`;

export const textSearch: FamilyQuery = ({ isOurs }) => [
  {
    kind: "'text search configuration'",
    name: qualified('n.nspname', 'c.cfgname'),
    attributes: {
      owner: role('c.cfgowner'),
      parser: parserName('c.cfgparser'),
      mappings,
      comment: comment('pg_ts_config', 'c.oid'),
    },
    from: 'pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace',
    where: `${isOurs} AND ${isNoMember('pg_ts_config', 'c.oid')}`,
  },
  {
    kind: "'text search dictionary'",
    name: qualified('n.nspname', 'd.dictname'),
    attributes: {
      owner: role('d.dictowner'),
      template,
      options: 'd.dictinitoption',
      comment: comment('pg_ts_dict', 'd.oid'),
    },
    from: 'pg_ts_dict d JOIN pg_namespace n ON n.oid = d.dictnamespace',
    where: `${isOurs} AND ${isNoMember('pg_ts_dict', 'd.oid')}`,
  },
];
