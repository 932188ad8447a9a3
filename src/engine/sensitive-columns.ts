import type { Relation } from '../catalog/model.js';

// Names of secrets and of what identifies a person to a bank or a state. Matched whole, with `-` as `_`.
const names: ReadonlySet<string> = new Set(
  (
    'password passwd pwd password_hash hashed_password encrypted_password passcode pin_code ' +
    'secret secret_key client_secret api_secret webhook_secret signing_secret jwt_secret totp_secret mfa_secret ' +
    'token access_token refresh_token auth_token id_token session_token reset_token verification_token bearer_token ' +
    'api_key apikey private_key encryption_key access_key service_role_key ' +
    'ssn social_security_number national_id tax_id passport_number drivers_license ' +
    'card_number credit_card credit_card_number cvv cvc card_cvv iban account_number bank_account routing_number ' +
    'otp otp_code one_time_password recovery_code backup_codes security_answer'
  ).split(' '),
);

/** Columns whose names say that nobody else should read them. */
export const sensitiveColumns = ({ columns }: Relation): readonly string[] =>
  [...columns.keys()].filter((column) => names.has(column.toLowerCase().replaceAll('-', '_')));
