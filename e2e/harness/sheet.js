// A small member sheet as another program might have written it: three good rows, a faulty one, one twice.

export const SHEET = `会员卡号,姓名,手机号,卡内余额,赠送余额,积分
A001,李娜,13700000001,500.00,100.00,20
A002,周杰,13700000002,80.50,0,0
A003,吴敏,13700000003,0,0,1200
A004,郑爽,1370000,10.00,0,0
A005,李娜,13700000001,1.00,0,0
`

/** A price list of the same kind: two good rows, and one without a price. */
export const PRICES = `项目名称,类别,价格,时长
女士剪发,剪发,128.00,60
染发,染发,288.00,120
烫发,烫发,面议,150
`

/** Receipts of the same kind: two bills of one day, one of them for a walk-in, and a row without an amount. */
export const RECEIPTS = `单号,日期,项目,顾客,员工,数量,金额,税
R1001,2018-03-15,女士剪发,李娜,阿杰,1,128.00,7.68
R1001,2018-03-15,玫瑰洗发水,李娜,阿杰,-1,-88.00,-5.285
R1002,2018-03-15,男士剪发,散客,小美,1,68.00,4.08
R1003,2018-03-16,染发,李娜,小美,1,,
`

/** Receipts of which nobody can say whether the day or the month comes first. */
export const UNCLEAR = `Receipt,Date,Description,Client,Staff,Quantity,Amount,GST
77,03/04/2018,Women's cut,KERT01,JJ,1,82,4.1
78,05/04/2018,Men's cut,WALK_IN,JJ,1,60,3
`
