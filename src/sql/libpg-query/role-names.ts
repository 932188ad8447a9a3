const roleWords: Readonly<Record<string, string>> = {
  ROLESPEC_PUBLIC: 'public',
  ROLESPEC_CURRENT_USER: 'current_user',
  ROLESPEC_CURRENT_ROLE: 'current_role',
  ROLESPEC_SESSION_USER: 'session_user',
};

/** A bare RoleSpec. */
export const roleName = (role: any): string => roleWords[role.roletype] ?? role.rolename ?? '';

/** A list of wrapped RoleSpec nodes. */
export const roleNames = (roles: readonly any[] | undefined): readonly string[] =>
  (roles ?? []).map((role) => roleName(role.RoleSpec));
