import {
  call,
  path,
  type Id,
  type NewNoticeWebhook,
  type NoticeChannel,
  type NoticeChoice,
  type NoticeEvent,
  type NoticeInboxItem,
  type NoticeLanguage,
  type NoticeMessage,
  type NoticePreview,
  type NoticePreviewWish,
  type NoticeSender,
  type NoticeSenderWish,
  type NoticeSmtp,
  type NoticeSmtpState,
  type NoticeSmtpWish,
  type NoticeTemplate,
  type NoticeTemplateVersion,
  type NoticeTemplateWish,
  type NoticeUnread,
  type NoticeWebhook,
  type NoticeWebhookWish,
  type Page,
} from 'api-client'

export const inbox = (after: string | null) =>
  call<Page<NoticeInboxItem>>('GET', '/api/notice/inbox', { query: { after, limit: 50 } })
export const unread = () => call<NoticeUnread>('GET', '/api/notice/inbox/unread')
export const readInbox = (up_to: Id) =>
  call<NoticeUnread>('POST', '/api/notice/inbox/read', { body: { up_to } })

export const ownChoices = () => call<Page<NoticeChoice>>('GET', '/api/notice/choice')
export const chooseOwn = (choices: NoticeChoice[]) =>
  call<Page<NoticeChoice>>('PUT', '/api/notice/choice', { body: { choices } })
export const choicesOfCustomer = (customer: Id) =>
  call<Page<NoticeChoice>>('GET', path`/api/notice/customer/${customer}/choice`)
export const chooseForCustomer = (customer: Id, choices: NoticeChoice[]) =>
  call<Page<NoticeChoice>>('PUT', path`/api/notice/customer/${customer}/choice`, {
    body: { choices },
  })

/** What is empty does not filter. */
export type LogFilter = Record<'branch' | 'state' | 'channel', string>
export const messages = (filter: LogFilter, after: string | null) =>
  call<Page<NoticeMessage>>('GET', '/api/notice/message', {
    query: { ...filter, after, limit: 50 },
  })
export const sendAgain = (message: Id) =>
  call<NoticeMessage>('POST', path`/api/notice/message/${message}/again`)

export const smtpState = () => call<NoticeSmtpState>('GET', '/api/notice/smtp')
export const setSmtp = (body: NoticeSmtpWish) =>
  call<NoticeSmtp>('PUT', '/api/notice/smtp', { body })
export const removeSmtp = () => call<void>('DELETE', '/api/notice/smtp')
export const tryMail = (to: string) =>
  call<NoticeMessage>('POST', '/api/notice/smtp/test', { body: { to } })

export const senders = () => call<Page<NoticeSender>>('GET', '/api/notice/sender')
export const changeSender = (body: NoticeSenderWish) =>
  call<NoticeSender>('PUT', '/api/notice/sender', { body })

export const webhooks = () => call<Page<NoticeWebhook>>('GET', '/api/notice/webhook')
export const addWebhook = (body: NoticeWebhookWish) =>
  call<NewNoticeWebhook>('POST', '/api/notice/webhook', { body })
export const changeWebhook = (id: Id, body: NoticeWebhookWish) =>
  call<NoticeWebhook>('PUT', path`/api/notice/webhook/${id}`, { body })
export const removeWebhook = (id: Id) => call<void>('DELETE', path`/api/notice/webhook/${id}`)
export const tryWebhook = (id: Id) =>
  call<NoticeMessage>('POST', path`/api/notice/webhook/${id}/test`)

export const templates = () => call<Page<NoticeTemplate>>('GET', '/api/notice/template')
export const writeTemplate = (body: NoticeTemplateWish) =>
  call<NoticeTemplate>('PUT', '/api/notice/template', { body })
export const preview = (body: NoticePreviewWish) =>
  call<NoticePreview>('POST', '/api/notice/template/preview', { body })
export const templateVersions = (
  event: NoticeEvent,
  channel: NoticeChannel,
  language: NoticeLanguage,
) =>
  call<Page<NoticeTemplateVersion>>('GET', '/api/notice/template/version', {
    query: { event, channel, language },
  })
