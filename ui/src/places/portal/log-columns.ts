/** The columns of the tenant's logs, on the screen and in a download. */
import { type AuditRow, initiatorOf, type SignInRow, targetsOf } from '../../graph/logs.ts'
import { showExactTime } from '../../lab/lab-time.ts'
import { t } from '../../lab/language.ts'
import type { LogColumn } from './LogTable.vue'

export const auditColumns: readonly LogColumn<AuditRow>[] = [
  { title: 'Date (UTC)', show: (row) => showExactTime(row.activityDateTime) },
  { title: 'Service', show: (row) => row.loggedByService ?? '–', room: 'plenty' },
  { title: 'Activity', show: (row) => row.activityDisplayName, width: '24%' },
  {
    title: 'Status',
    show: ({ result }) =>
      result === 'success' ? t('Success') : result === 'failure' ? t('Failure') : result,
    mood: ({ result }) => (result === 'success' ? 'done' : result === 'failure' ? 'refused' : 'waiting'),
    width: '7.5rem',
  },
  { title: 'Reason', show: (row) => row.resultReason || '–', room: 'some' },
  { title: 'Target', show: targetsOf },
  { title: 'Initiated by', show: initiatorOf, room: 'some' },
]

export const signInColumns: readonly LogColumn<SignInRow>[] = [
  { title: 'Date (UTC)', show: (row) => showExactTime(row.createdDateTime) },
  { title: 'User', show: (row) => row.userPrincipalName ?? '–' },
  { title: 'Application', show: (row) => row.appDisplayName ?? '–' },
  {
    title: 'Status',
    show: ({ status }) => (status.errorCode === 0 ? t('Success') : t('Failure')),
    mood: ({ status }) => (status.errorCode === 0 ? 'done' : 'refused'),
    width: '7.5rem',
  },
  { title: 'Code', show: ({ status }) => String(status.errorCode), width: '5rem' },
  {
    title: 'Reason',
    room: 'some',
    show: ({ status }) => (status.errorCode === 0 ? '–' : (status.failureReason ?? '–')),
  },
]

/** Whether any column holds the text. */
export const rowHolds =
  <Row>(columns: readonly LogColumn<Row>[], wanted: string) =>
  (row: Row): boolean =>
    columns.some(({ show }) => show(row).toLowerCase().includes(wanted))
