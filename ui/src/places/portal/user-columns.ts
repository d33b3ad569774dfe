/** The columns that the list of users can show; which ones is this browser's choice. */
import { z } from 'zod'
import { skuById } from '#core/entra/skus.ts'
import type { TableColumn } from '../../display/VirtualTable.vue'
import type { UserRow } from '../../graph/users.ts'
import { showDateTime } from '../../lab/lab-time.ts'
import { t } from '../../lab/language.ts'

const productOf = (skuId: string): string => skuById(skuId)?.product ?? skuId

export const userColumns: readonly TableColumn<UserRow>[] = [
  { id: 'name', title: 'Display name', show: ({ displayName }) => displayName },
  { id: 'upn', title: 'User principal name', show: ({ userPrincipalName }) => userPrincipalName },
  {
    id: 'sync',
    title: 'On-premises sync',
    show: ({ onPremisesSyncEnabled }) => (onPremisesSyncEnabled ? t('Yes') : t('No')),
    width: '8.5rem',
    room: 'some',
  },
  {
    id: 'account',
    title: 'Account',
    show: ({ accountEnabled }) => (accountEnabled === false ? t('Disabled') : t('Enabled')),
    width: '6rem',
  },
  {
    id: 'licences',
    title: 'Licences',
    show: ({ assignedLicenses }) => assignedLicenses.map(({ skuId }) => productOf(skuId)).join(', ') || '–',
    room: 'plenty',
  },
  { id: 'type', title: 'User type', show: ({ userType }) => userType ?? '–', width: '6rem', room: 'plenty' },
  { id: 'title', title: 'Job title', show: ({ jobTitle }) => jobTitle ?? '–', room: 'plenty' },
  { id: 'department', title: 'Department', show: ({ department }) => department ?? '–', room: 'plenty' },
  { id: 'mail', title: 'Mail', show: ({ mail }) => mail ?? '–', room: 'plenty' },
  {
    id: 'location',
    title: 'Usage location',
    show: ({ usageLocation }) => usageLocation ?? '–',
    width: '8rem',
    room: 'plenty',
  },
  {
    id: 'created',
    title: 'Created (UTC)',
    show: ({ createdDateTime }) => showDateTime(createdDateTime),
    width: '11rem',
    room: 'plenty',
  },
]

const usual = ['name', 'upn', 'sync', 'account', 'licences']
const KEY = 'hybridlab.user-columns'
const stored = z.array(z.string()).catch(usual)

export function storedColumns(): string[] {
  const text = localStorage.getItem(KEY)
  return text === null ? usual : stored.parse(JSON.parse(text))
}

export const storeColumns = (ids: readonly string[]): void => localStorage.setItem(KEY, JSON.stringify(ids))
