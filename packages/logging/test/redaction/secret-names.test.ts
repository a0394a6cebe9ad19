import { describe, expect, it } from '@jest/globals';
import { createRedactor } from '../../src/redaction/redactor.ts';

const { isSecret } = createRedactor({});

describe('a name says whether its value is a secret', () => {
  it.each([
    'password',
    'newPassword',
    'PASSWORD',
    'userPassword',
    'userpassword',
    'password_confirmation',
    'passwordHash',
    'password2',
    'PGPASSWORD',
    'pass_phrase',
    'passcode',
    'pass',
    'pw',
    'MYSQL_PWD',
    'kata_laluan',
    'kataLaluanBaharu',
    'katalaluan',
    'token',
    'access_token',
    'refreshToken',
    'accessTokens',
    'resetPasswordToken',
    'clientSecret',
    'secret_id',
    'authorization',
    'Proxy-Authorization',
    'cookie',
    'cookies',
    'Set-Cookie',
    'apiKey',
    'x-api-key',
    'private_key',
    'otp',
    'otpCode',
    'tac',
    'TAC_code',
    'pin',
    'newPin',
    'cvv',
    'cvc2',
    'securityCode',
    'nric',
    'ic_number',
    'no_kp',
    'nokp',
    'patientIcNo',
    'MyKad',
    'passport',
    'passportNumber',
    'sessionId',
    'connect.sid',
    'pan',
    '_csrf',
    'user[password]',
    'user[password][confirm]',
    'users.0.password',
    'wsse:Password',
    '密码',
  ])('that of %s is', (key) => {
    expect(isSecret(key)).toBe(true);
  });

  it.each([
    'user',
    'path',
    'tokens',
    'max_tokens',
    'totalTokens',
    'tokenCount',
    'tokenType',
    'tokenExpiresAt',
    'tokenizer',
    'password_length',
    'passwordChangedAt',
    'passwordPolicy',
    'hasPassword',
    'isTokenValid',
    'requirePassword',
    'passwordless',
    'secretary',
    'secretariat',
    'expires',
    'picture',
    'epic',
    'public',
    'topic',
    'pinned',
    'pinColour',
    'spin',
    'bypass',
    'compass',
    'passed',
    'passCount',
    'passport_expiry',
    'cookieConsent',
    'otpEnabled',
    'contact',
    'tactic',
    'author',
    'accountSid',
    'cacheKey',
    'publicKey',
    'key',
    'user.password.length',
    '',
  ])('that of %s is not', (key) => {
    expect(isSecret(key)).toBe(false);
  });

  it('an app adds names and takes some away, in texts as well as in objects', () => {
    const own = createRedactor({ keys: ['policyNumber'], allow: ['pin', 'PASSPORT_NO'] });
    expect(own.isSecret('policy_number')).toBe(true);
    expect(own.text('policyNumber=P1-77; pin=safety')).toBe('policyNumber=[secret]; pin=safety');
    expect(own.text('policy number: P1-77')).toBe('policy number: [secret]');
    expect(own.isSecret('passportNo')).toBe(false);
  });
});
