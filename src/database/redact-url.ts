const userInfo = /^((?:[a-z][a-z0-9+.-]*:\/\/|(?!.*:\/\/))[^:/?#@\s]*:).*@/i;
const secretParameters = /((?:^|[?&\s])(?:password|sslpassword|token|apikey)\s*=\s*)(?:'[^']*'|[^&#\s]*)/gi;

/**
 * A connection URL that may be printed: the password is `***`, in its place before the `@` and in the parameters. Text that
 * is no URL is handled too, as people paste it: `host=db password=…`, or a URL without its scheme.
 */
export const redactUrl = (url: string): string => url.replace(userInfo, '$1***@').replace(secretParameters, '$1***');
