import type { StandIn } from '../stand-in.js';

/** Text inside. What stands in the brackets of `geometry(Point, 4326)` is read and forgotten. */
const shapeType = (type: string): string => `
CREATE TYPE ${type};
CREATE FUNCTION ${type}_in(cstring) RETURNS ${type} LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION ${type}_out(${type}) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE FUNCTION ${type}_typmod_in(cstring[]) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'array_ndims';
CREATE TYPE ${type} (INPUT = ${type}_in, OUTPUT = ${type}_out, TYPMOD_IN = ${type}_typmod_in, STORAGE = main);
CREATE FUNCTION ${type}(${type}, integer, boolean) RETURNS ${type} LANGUAGE sql IMMUTABLE STRICT AS 'SELECT $1';
CREATE CAST (${type} AS ${type}) WITH FUNCTION ${type}(${type}, integer, boolean) AS IMPLICIT;
CREATE FUNCTION ${type}_eq(${type}, ${type}) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'byteaeq';
CREATE OPERATOR = (LEFTARG = ${type}, RIGHTARG = ${type}, FUNCTION = ${type}_eq, COMMUTATOR = =);
CREATE FUNCTION ${type}_hash(${type}) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'hashvarlena';
CREATE OPERATOR CLASS ${type}_hash_ops DEFAULT FOR TYPE ${type} USING hash AS
  OPERATOR 1 =, FUNCTION 1 ${type}_hash(${type});
CREATE FUNCTION ${type}_overlaps(${type}, ${type}) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS 'SELECT false';
CREATE OPERATOR && (LEFTARG = ${type}, RIGHTARG = ${type}, FUNCTION = ${type}_overlaps, COMMUTATOR = &&);
CREATE FUNCTION ${type}_distance(${type}, ${type}) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT AS
  'SELECT 0::double precision';
CREATE OPERATOR <-> (LEFTARG = ${type}, RIGHTARG = ${type}, FUNCTION = ${type}_distance, COMMUTATOR = <->);
`;

const functions = (names: string, parameters: string, returns: string): string =>
  names
    .split(' ')
    .map(
      (name) => `CREATE FUNCTION ${name}(${parameters}) RETURNS ${returns} LANGUAGE sql IMMUTABLE STRICT AS
  'SELECT NULL::${returns}';`,
    )
    .join('\n');

const ofShape = (type: string): string =>
  [
    functions('ST_AsText ST_AsGeoJSON ST_AsEWKT ST_GeometryType', type, 'text'),
    functions('ST_Area ST_Length ST_Perimeter', type, 'double precision'),
    functions('ST_Distance', `${type}, ${type}`, 'double precision'),
    functions('ST_Intersects ST_Covers ST_CoveredBy', `${type}, ${type}`, 'boolean'),
    functions('ST_DWithin', `${type}, ${type}, double precision`, 'boolean'),
    functions('ST_Buffer', `${type}, double precision`, type),
    functions('ST_SRID', type, 'integer'),
  ].join('\n');

/** @see https://postgis.net/docs/reference.html */
export const postgis: StandIn = {
  name: 'postgis',
  version: '3.3.7',
  sql: `
${['geometry', 'geography', 'box2d', 'box3d'].map(shapeType).join('\n')}
CREATE TABLE spatial_ref_sys (
  srid integer PRIMARY KEY CHECK (srid > 0 AND srid <= 998999), auth_name varchar(256), auth_srid integer,
  srtext varchar(2048), proj4text varchar(2048)
);
CREATE CAST (geometry AS geography) WITH INOUT AS IMPLICIT;
CREATE CAST (geography AS geometry) WITH INOUT;
${['geometry', 'geography'].map(ofShape).join('\n')}
${functions('ST_X ST_Y ST_Z', 'geometry', 'double precision')}
${functions('ST_Contains ST_Within ST_Overlaps ST_Touches ST_Crosses ST_Equals', 'geometry, geometry', 'boolean')}
${functions('ST_IsValid ST_IsEmpty', 'geometry', 'boolean')}
${functions('ST_Centroid ST_Envelope ST_MakeValid ST_ConvexHull ST_Simplify', 'geometry', 'geometry')}
${functions('ST_Point ST_MakePoint', 'double precision, double precision', 'geometry')}
${functions('ST_Point', 'double precision, double precision, integer', 'geometry')}
${functions('ST_MakeEnvelope', 'double precision, double precision, double precision, double precision, integer DEFAULT 0', 'geometry')}
${functions('ST_SetSRID ST_Transform', 'geometry, integer', 'geometry')}
${functions('ST_GeomFromText ST_GeomFromEWKT ST_GeomFromGeoJSON', 'text', 'geometry')}
${functions('ST_GeomFromText', 'text, integer', 'geometry')}
${functions('ST_GeogFromText ST_GeographyFromText', 'text', 'geography')}
${functions('ST_Union ST_Intersection ST_Difference', 'geometry, geometry', 'geometry')}
${functions('PostGIS_Version PostGIS_Full_Version', '', 'text')}
`,
};
