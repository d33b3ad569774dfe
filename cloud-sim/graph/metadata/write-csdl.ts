/** `$metadata`: the model as CSDL 4.0 (OData Common Schema Definition Language, XML). */
import type { GraphVersion } from '../call/graph-call.ts'
import {
  entitySets,
  navigation,
  type Operation,
  operations,
  propertiesOf,
  singletons,
} from './entity-model.ts'
import { type ModelType, modelTypes, odataType, writtenType } from './graph-model.ts'

const nullable = (written: string): string => (written.endsWith('!') ? ' Nullable="false"' : '')

const property = (type: string, name: string): string => {
  const written = writtenType(type, name)
  return `<Property Name="${name}" Type="${odataType(written)}"${nullable(written)}/>`
}

const links = (type: string): string =>
  Object.entries(navigation[type] ?? {})
    .map(([name, target]) => `<NavigationProperty Name="${name}" Type="${odataType(target)}"/>`)
    .join('')

function writeType(type: ModelType, version: GraphVersion): string {
  const { kind, name, base, isAbstract, isOpen, isFlags, members } = type
  if (kind === 'enum') {
    const values = [...members.keys()].map(
      (member, index) => `<Member Name="${member}" Value="${isFlags ? 2 ** index : index}"/>`,
    )
    return `<EnumType Name="${name}"${isFlags ? ' IsFlags="true"' : ''}>${values.join('')}</EnumType>`
  }
  const marks = [
    base === undefined ? '' : ` BaseType="graph.${base}"`,
    isAbstract ? ' Abstract="true"' : '',
    isOpen ? ' OpenType="true"' : '',
  ].join('')
  const key = name === 'entity' ? '<Key><PropertyRef Name="id"/></Key>' : ''
  const names = kind === 'entity' ? propertiesOf(name, version) : [...members.keys()]
  const element = kind === 'entity' ? 'EntityType' : 'ComplexType'
  const body = key + names.map((each) => property(name, each)).join('') + links(name)
  return `<${element} Name="${name}"${marks}>${body}</${element}>`
}

/** Types that are places in paths only: they have links and nothing else. */
const rooms = Object.keys(navigation).filter((name) => !modelTypes.has(name))
const writeRoom = (name: string): string =>
  `<EntityType Name="${name}" BaseType="graph.entity">${links(name)}</EntityType>`

function writeOperation({ name, kind, on, parameters, returns }: Operation): string {
  const all = Object.entries({ bindingParameter: on, ...parameters })
    .map(([parameter, type]) => `<Parameter Name="${parameter}" Type="${odataType(type)}"/>`)
    .join('')
  const answer = returns === undefined ? '' : `<ReturnType Type="${odataType(returns)}"/>`
  return `<${kind} Name="${name}" IsBound="true">${all}${answer}</${kind}>`
}

/** Links of a set lead into the sets of what they hold, where there is one. */
function bindings(type: string): string {
  const setOf = (written: string) =>
    Object.keys(entitySets).find((set) => written.replace(/[[\].]/g, '') === entitySets[set])
  return Object.entries(navigation[type] ?? {})
    .flatMap(([path, written]) => {
      const target = setOf(written)
      return target === undefined ? [] : [`<NavigationPropertyBinding Path="${path}" Target="${target}"/>`]
    })
    .join('')
}

const container = (): string =>
  [
    '<EntityContainer Name="GraphService">',
    ...Object.entries(entitySets).map(
      ([name, type]) => `<EntitySet Name="${name}" EntityType="graph.${type}">${bindings(type)}</EntitySet>`,
    ),
    ...Object.entries(singletons).map(
      ([name, type]) => `<Singleton Name="${name}" Type="graph.${type}">${bindings(type)}</Singleton>`,
    ),
    '</EntityContainer>',
  ].join('')

export const csdl = (version: GraphVersion): string =>
  [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>',
    '<Schema Namespace="microsoft.graph" Alias="graph" xmlns="http://docs.oasis-open.org/odata/ns/edm">',
    ...[...modelTypes.values()].map((type) => writeType(type, version)),
    ...rooms.map(writeRoom),
    ...operations.map(writeOperation),
    container(),
    '</Schema></edmx:DataServices></edmx:Edmx>',
  ].join('')
