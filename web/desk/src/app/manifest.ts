import type { Component } from 'vue'
import type { RouteRecordRaw } from 'vue-router'
import type { IconName } from './icons'

export interface MenuEntry {
  /** Name of the route it opens. */
  route: string
  /** Key of the words shown. */
  label: string
  icon: IconName
  /** Place in the side bar, small first. */
  order: number
  /** Any one of them is enough; none means everybody. */
  permissions: string[]
  /** Names of further routes that belong to this entry. */
  within?: string[]
}

/** A page of the settings, shown in their own list instead of the side bar. */
export interface SettingsEntry {
  route: string
  label: string
  hint: string
  order: number
  permissions: string[]
}

/** Parts of the frame that belong to a capability. */
export interface ShellParts {
  search?: Component
  takings?: Component
  bell?: Component
}

/** What a folder under src brings into the app: it is found by its `capability.ts`. */
export interface Capability {
  /** Inside the frame, for people who are signed in. */
  routes?: RouteRecordRaw[]
  /** Without the frame, for everybody. */
  publicRoutes?: RouteRecordRaw[]
  menu?: MenuEntry[]
  settings?: SettingsEntry[]
  shell?: ShellParts
}

declare module 'vue-router' {
  interface RouteMeta {
    /** Any one of them is enough to open the page. */
    permissions?: string[]
    /** Key of the page's name, for the browser's title. */
    title?: string
    public?: boolean
  }
}
