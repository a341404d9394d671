// The shapes that the apps use are those of the server. Nothing here runs: it only has to compile.
import type { components } from './schema'
import type * as app from './types'

type Schemas = components['schemas']

/** The document marks what may be null as left out, too; the server always sends it. */
type Sent<T> = T extends readonly (infer Item)[]
  ? Sent<Item>[]
  : T extends object
    ? { [Key in keyof T]-?: Sent<T[Key]> }
    : T

/** Compiles only when what comes first can be taken for what comes second. */
type Fits<From extends To, To> = [From, To]

/** What the server sends has everything that the apps read. */
export type Answers = [
  Fits<Sent<Schemas['SetupState']>, app.SetupState>,
  Fits<Sent<Schemas['Me']>, app.Me>,
  Fits<Sent<Schemas['MyBranch']>, app.MyBranch>,
  Fits<Sent<Schemas['Operator']>, app.Operator>,
  Fits<Sent<Schemas['User']>, app.User>,
  Fits<Sent<Schemas['Role']>, app.Role>,
  Fits<Sent<Schemas['Branch']>, app.Branch>,
  Fits<Sent<Schemas['Company']>, app.Company>,
  Fits<Sent<Schemas['Staff']>, app.Staff>,
  Fits<Sent<Schemas['CustomerSummary']>, app.CustomerSummary>,
  Fits<Sent<Schemas['CustomerPage']>, app.CustomerPage>,
  Fits<Sent<Schemas['CustomerHit']>, app.CustomerHit>,
  Fits<Sent<Schemas['CustomerProfile']>, app.CustomerProfile>,
  Fits<Sent<Schemas['Consent']>, app.Consent>,
  Fits<Sent<Schemas['Customer']>, app.Customer>,
  Fits<Sent<Schemas['HistoryItem']>, app.HistoryItem>,
  Fits<Sent<Schemas['Tax']>, app.Tax>,
  Fits<Sent<Schemas['Service']>, app.Service>,
  Fits<Sent<Schemas['CardPlan']>, app.CardPlan>,
  Fits<Sent<Schemas['CardVisits']>, app.CardVisits>,
  Fits<Sent<Schemas['Card']>, app.Card>,
  Fits<Sent<Schemas['Lot']>, app.Lot>,
  Fits<Sent<Schemas['CardMove']>, app.CardMove>,
  Fits<Sent<Schemas['CardDetail']>, app.CardDetail>,
  Fits<Sent<Schemas['Points']>, app.Points>,
  Fits<Sent<Schemas['BillCustomer']>, app.BillCustomer>,
  Fits<Sent<Schemas['TraceStep']>, app.TraceStep>,
  Fits<Sent<Schemas['BillLine']>, app.BillLine>,
  Fits<Sent<Schemas['Reduction']>, app.Reduction>,
  Fits<Sent<Schemas['Tender']>, app.Tender>,
  Fits<Sent<Schemas['RefundLine']>, app.RefundLine>,
  Fits<Sent<Schemas['RefundTender']>, app.RefundTender>,
  Fits<Sent<Schemas['Refund']>, app.Refund>,
  Fits<Sent<Schemas['Bill']>, app.Bill>,
  Fits<Sent<Schemas['BillSummary']>, app.BillSummary>,
  Fits<Sent<Schemas['SettlementCell']>, app.SettlementCell>,
  Fits<Sent<Schemas['Settlement']>, app.Settlement>,
  Fits<Sent<Schemas['ReceiptCard']>, app.ReceiptCard>,
  Fits<Sent<Schemas['Receipt']>, app.Receipt>,
  Fits<Sent<Schemas['RefundQuote']>, app.RefundQuote>,
  Fits<Sent<Schemas['ImportReport']>, app.ImportReport>,
  Fits<Sent<Schemas['ImportPreview']>, app.ImportPreview>,
  Fits<Sent<Schemas['Import']>, app.Import>,
  Fits<Sent<Schemas['Today']>, app.Today>,
]

/** What the apps send is what the server reads. */
export type Wishes = [
  Fits<app.SetupWish, Schemas['SetupWish']>,
  Fits<app.SignIn, Schemas['SignIn']>,
  Fits<app.OperatorSwitch, Schemas['OperatorSwitch']>,
  Fits<app.PinWish, Schemas['PinWish']>,
  Fits<app.PasswordWish, Schemas['PasswordWish']>,
  Fits<app.NewUser, Schemas['NewUser']>,
  Fits<app.UserWish, Schemas['UserWish']>,
  Fits<app.BranchWish, Schemas['BranchWish']>,
  Fits<app.CompanyWish, Schemas['CompanyWish']>,
  Fits<app.StaffWish, Schemas['StaffWish']>,
  Fits<app.CustomerProfile, Schemas['CustomerProfile']>,
  Fits<app.ConsentWish, Schemas['ConsentWish']>,
  Fits<app.CustomerWish, Schemas['CustomerWish']>,
  Fits<app.RegisterWish, Schemas['RegisterWish']>,
  Fits<app.ServiceWish, Schemas['ServiceWish']>,
  Fits<app.CardPlanWish, Schemas['CardPlanWish']>,
  Fits<app.Share, Schemas['Share']>,
  Fits<app.NewLine, Schemas['NewLine']>,
  Fits<app.LineWish, Schemas['LineWish']>,
  Fits<app.ReductionWish, Schemas['ReductionWish']>,
  Fits<app.TenderWish, Schemas['TenderWish']>,
  Fits<app.PayWish, Schemas['PayWish']>,
  Fits<app.RefundQuoteWish, Schemas['RefundQuoteWish']>,
  Fits<app.RefundWish, Schemas['RefundWish']>,
]
