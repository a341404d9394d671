// A small member sheet as another program might have written it: three good rows, a faulty one, one twice.

export const SHEET = `会员卡号,姓名,手机号,卡内余额,赠送余额,积分
A001,李娜,13700000001,500.00,100.00,20
A002,周杰,13700000002,80.50,0,0
A003,吴敏,13700000003,0,0,1200
A004,郑爽,1370000,10.00,0,0
A005,李娜,13700000001,1.00,0,0
`
