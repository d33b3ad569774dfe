/** The password reset API as the OpenAPI document shows it; the tenant answers it (core/contracts/sspr.ts). */
import {
  captchaAnswer,
  challengeRequest,
  changeRequest,
  intentRequest,
  registrationChallenge,
  registrationComplete,
  registrationState,
  registrationVerification,
  resetRequest,
  sessionState,
  startRequest,
  verificationRequest,
} from '#core/contracts/sspr.ts'
import type { Operation } from './route.ts'

const base = '/passwordreset/v1'
const session = `${base}/sessions/{id}`
const registration = `${base}/registration`
const tag = 'password reset'

export const passwordResetOperations: readonly Operation[] = [
  { method: 'post', path: `${base}/captcha`, tag, summary: 'A picture to read.', answer: captchaAnswer },
  {
    method: 'post',
    path: `${base}/sessions`,
    tag,
    summary: 'Who forgot the password, and what the picture says.',
    body: startRequest,
    answer: sessionState,
  },
  { method: 'get', path: session, tag, summary: 'Where this reset stands.', answer: sessionState },
  { method: 'delete', path: session, tag, summary: 'The user gives up.' },
  {
    method: 'post',
    path: `${session}/intent`,
    tag,
    summary: 'Reset the password, or only unlock.',
    body: intentRequest,
    answer: sessionState,
  },
  {
    method: 'post',
    path: `${session}/challenges`,
    tag,
    summary: 'Sends a code by one of the methods.',
    body: challengeRequest,
    answer: sessionState,
  },
  {
    method: 'post',
    path: `${session}/verifications`,
    tag,
    summary: 'Proves a method with its code.',
    body: verificationRequest,
    answer: sessionState,
  },
  {
    method: 'post',
    path: `${session}/reset`,
    tag,
    summary: 'Sets the new password, on premises too.',
    body: resetRequest,
    answer: sessionState,
  },
  {
    method: 'post',
    path: `${session}/unlock`,
    tag,
    summary: 'Unlocks the account and keeps the password.',
    answer: sessionState,
  },
  {
    method: 'get',
    path: registration,
    tag,
    summary: 'What the signed-in user has registered.',
    answer: registrationState,
  },
  {
    method: 'post',
    path: `${registration}/challenges`,
    tag,
    summary: 'Sends a code to a new phone or mailbox.',
    body: registrationChallenge,
    answer: registrationState,
  },
  {
    method: 'post',
    path: `${registration}/verifications`,
    tag,
    summary: 'Registers it with that code.',
    body: registrationVerification,
    answer: registrationState,
  },
  {
    method: 'post',
    path: `${registration}/complete`,
    tag,
    summary: 'Ends an interrupted sign-in’s registration.',
    answer: registrationComplete,
  },
  {
    method: 'post',
    path: `${base}/change`,
    tag,
    summary: 'Changes the signed-in user’s password.',
    body: changeRequest,
  },
]
