/** The product's own pages in the user's browser: each stands alone, without the lab's shell. */
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { createRouter, createWebHistory, RouterView } from 'vue-router'
import { chooseLanguage, i18n, language } from '../lab/language.ts'

const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/auth/callback', component: () => import('./AuthCallback.vue') },
    { path: '/pages/myapps', component: () => import('./MyApps.vue') },
    { path: '/pages/admin-center', component: () => import('./AdminCenter.vue') },
    { path: '/pages/register', component: () => import('./RegisterPage.vue') },
    { path: '/pages/change-password', component: () => import('./ChangePasswordPage.vue') },
    { path: '/pages/reset', component: () => import('./ResetPage.vue') },
    { path: '/:rest(.*)', redirect: '/pages/myapps' },
  ],
})

export const start = async (at: string): Promise<void> => {
  await chooseLanguage(language.value)
  createApp(RouterView).use(createPinia()).use(router).use(i18n).mount(at)
}
