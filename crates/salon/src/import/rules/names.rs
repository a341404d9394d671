//! The names that columns go by, in Chinese programs and in English ones.

use crate::import::model::{Field, Kind};

/// Names of columns by field, separated by spaces, the surest first. They are written as they are
/// compared: simplified characters, small letters, no spaces or signs.
pub(super) fn names(kind: Kind) -> &'static [(Field, &'static str)] {
    match kind {
        Kind::Customers => OF_MEMBERS,
        Kind::Catalogue | Kind::Stock => OF_GOODS,
        Kind::History => OF_RECEIPTS,
    }
}

const OF_MEMBERS: &[(Field, &str)] = &[
    (
        Field::CardNumber,
        "会员卡号 卡号 会员号 会员编号 会员卡编号 卡编号 会员号码 会员卡号码 客户编号 顾客编号 \
         编号 cardnumber cardno card membernumber memberno memberid membershipnumber \
         customernumber customerno customerid clientid clientcode id",
    ),
    (
        Field::Name,
        "姓名 会员姓名 顾客姓名 客户姓名 会员名称 会员名 顾客名称 客户名称 顾客 客户 会员 名字 \
         持卡人 称呼 昵称 名称 name fullname membername customername clientname customer client \
         member guest guestname",
    ),
    (Field::FamilyName, "姓 姓氏 lastname surname familyname last"),
    (Field::GivenName, "名 firstname givenname forename first"),
    (
        Field::Phone,
        "手机号 手机号码 手机 会员手机 会员手机号 移动电话 手机电话 联系手机 联系电话 电话号码 \
         电话 联系方式 联络电话 行动电话 mobile mobilephone mobilenumber cell cellphone phone \
         phonenumber telephone tel contactnumber contact",
    ),
    (Field::Gender, "性别 gender sex"),
    (
        Field::Birthday,
        "生日 出生日期 会员生日 出生年月日 出生年月 生辰 出生 birthday birthdate dateofbirth dob",
    ),
    (
        Field::Tier,
        "会员等级 等级 级别 会员级别 卡类型 会员卡类型 卡级别 卡等级 会员类型 会员类别 卡类别 \
         卡类 卡种 卡型 卡名称 会员卡名称 会员卡 tier level memberlevel membershiplevel \
         membertier membership membershiptype cardtype grade rank",
    ),
    (
        Field::Principal,
        "本金余额 储值本金 本金 剩余本金 卡内本金 充值余额 实充余额 储值余额 储值卡余额 卡内余额 \
         卡余额 账户余额 会员余额 现金余额 可用余额 当前余额 剩余金额 余额 卡金 储值 储值金 \
         principal principalbalance paidbalance cashbalance storedvalue storedvaluebalance \
         cardbalance accountbalance currentbalance prepaidbalance balance credit",
    ),
    (Field::Total, "总余额 余额合计 合计余额 账户总余额 卡内总余额 totalbalance balancetotal"),
    (
        Field::Bonus,
        "赠送余额 赠金余额 赠金 赠送金 赠送金额 剩余赠金 赠送 卡内赠金 赠送账户余额 奖励金 \
         余额赠送 bonus bonusbalance bonusamount giftbalance giftamount freebalance \
         promotionalbalance promobalance",
    ),
    (
        Field::Points,
        "积分 剩余积分 可用积分 当前积分 积分余额 会员积分 现有积分 卡内积分 点数 红利点数 \
         points point pointsbalance loyaltypoints rewardpoints availablepoints",
    ),
    (
        Field::Visits,
        "次卡剩余 剩余次数 次卡 次卡余次 次卡剩余次数 剩余次卡 疗程剩余 疗程 项目余次 余次 \
         计次余额 计次 次数 疗程余次 套餐剩余 visits visitsleft remainingvisits visitsremaining \
         sessions sessionsleft remainingsessions packages packageleft",
    ),
    (
        Field::VisitsService,
        "次卡项目 次卡名称 疗程名称 项目名称 项目 服务项目 疗程项目 套餐名称 计次项目 service \
         servicename visitsservice package packagename",
    ),
    (
        Field::OpenedOn,
        "开卡日期 办卡日期 开卡时间 办卡时间 注册日期 注册时间 入会日期 入会时间 建档日期 \
         建档时间 开户日期 登记日期 创建时间 创建日期 加入日期 加入时间 成为会员日期 opened \
         openedon opendate openingdate joined joinedon joindate membersince registered \
         registeredon registrationdate signupdate created createdat createdon datecreated \
         dateopened datejoined since",
    ),
    (
        Field::ReferrerPhone,
        "推荐人手机 推荐人手机号 推荐人手机号码 推荐人电话 介绍人手机 介绍人手机号 介绍人电话 \
         推荐人 介绍人 推荐会员 引荐人 referrerphone referrermobile referredbyphone referrer \
         referredby referral recommender recommendedby",
    ),
    (
        Field::Notes,
        "备注 会员备注 备注信息 顾客备注 客户备注 注备 说明 摘要 notes note remarks remark \
         comments comment memo",
    ),
    (Field::Email, "邮箱 电子邮箱 电子邮件 邮件 邮箱地址 email emailaddress mail"),
    (
        Field::Address,
        "地址 联系地址 家庭住址 家庭地址 住址 通讯地址 居住地址 address homeaddress \
         streetaddress",
    ),
    (
        Field::Source,
        "来源 会员来源 顾客来源 客户来源 来源渠道 渠道 获客渠道 source channel origin \
         howdidyouhear",
    ),
];

const OF_GOODS: &[(Field, &str)] = &[
    (Field::ItemKind, "类型 品项类型 商品类型 项目或商品 type itemtype kind"),
    (
        Field::Code,
        "编码 编号 代码 项目编码 项目编号 项目代码 服务编号 商品编码 商品编号 商品代码 产品编码 产品编号 \
         产品代码 货号 助记码 快捷码 code itemcode servicecode productcode itemnumber itemno \
         servicenumber productnumber productno sku skucode id",
    ),
    (
        Field::Barcode,
        "条码 条形码 商品条码 商品条形码 产品条码 产品条形码 国际条码 扫码 barcode upc ean ean13 gtin \
         barcodenumber",
    ),
    (
        Field::Name,
        "名称 项目名称 项目名 服务名称 服务项目名称 商品名称 商品名 产品名称 产品名 品名 货品名称 项目 \
         服务项目 服务 商品 产品 name servicename productname itemname service product item title \
         description desc",
    ),
    (
        Field::Category,
        "类别 分类 项目类别 项目分类 服务分类 服务类别 商品类别 商品分类 产品类别 产品分类 所属类别 \
         所属分类 大类 品类 category categoryname cate servicecategory productcategory itemcategory \
         group department",
    ),
    (
        Field::Price,
        "价格 售价 单价 标准价 标准价格 零售价 零售价格 销售价 销售价格 门市价 门店价 原价 标价 定价 项目价格 \
         服务价格 商品价格 产品价格 price retailprice sellingprice saleprice listprice unitprice \
         standardprice regularprice amount rrp",
    ),
    (
        Field::Duration,
        "时长 服务时长 项目时长 标准时长 耗时 服务时间 所需时间 用时 分钟 分钟数 duration \
         durationminutes durationmin minutes servicetime servicelength length mins",
    ),
    (
        Field::Cost,
        "成本价 成本 进价 进货价 进货价格 采购价 采购价格 成本单价 单位成本 平均成本 cost unitcost \
         costprice purchaseprice averagecost wholesaleprice buyprice",
    ),
    (Field::Unit, "单位 计量单位 销售单位 库存单位 基本单位 unit uom unitofmeasure"),
    (
        Field::Active,
        "状态 启用 是否启用 启用状态 在售 是否在售 上架 是否上架 销售状态 active isactive enabled \
         isenabled status",
    ),
    (
        Field::Quantity,
        "库存 库存数量 库存数 现有库存 当前库存 实际库存 剩余库存 期初库存 期初数量 结存 结存数量 数量 \
         onhand quantityonhand stockonhand quantity qty stock stocklevel instock currentstock \
         openingstock inventory count",
    ),
    (
        Field::TotalCost,
        "库存金额 库存成本 成本金额 结存金额 期初金额 总成本 金额 totalcost stockvalue inventoryvalue \
         stockcost value cog cogs",
    ),
];

const OF_RECEIPTS: &[(Field, &str)] = &[
    (
        Field::Receipt,
        "单号 单据号 单据编号 单据号码 小票号 小票编号 流水号 流水单号 账单号 账单编号 订单号 订单编号 消费单号 \
         结账单号 水单号 收银单号 receipt receiptno receiptnumber receiptid bill billno billnumber \
         billid invoice invoiceno invoicenumber ticket ticketno ticketnumber order orderno \
         ordernumber orderid transaction transactionno transactionid saleid",
    ),
    (
        Field::Date,
        "日期 营业日 营业日期 消费日期 消费时间 单据日期 开单日期 开单时间 结账日期 结账时间 收银日期 收银时间 \
         下单日期 下单时间 交易日期 交易时间 销售日期 时间 date businessday receiptdate billdate \
         invoicedate orderdate saledate salesdate transactiondate servicedate datetime time",
    ),
    (Field::ItemKind, "类型 品项类型 项目类型 项目或商品 type itemtype kind"),
    (
        Field::Code,
        "编码 代码 项目编码 项目编号 项目代码 服务编号 商品编码 商品编号 商品代码 产品编码 产品编号 货号 code \
         itemcode itemno servicecode productcode sku",
    ),
    (
        Field::Name,
        "项目 项目名称 服务 服务项目 服务名称 消费项目 消费内容 商品 商品名称 产品 产品名称 品项 品项名称 品名 \
         名称 内容 明细 description desc item itemname service servicename product productname \
         name details",
    ),
    (
        Field::Client,
        "会员卡号 卡号 会员号 会员编号 客户编号 顾客编号 客户代码 顾客 客户 会员 客人 client clientcode \
         clientid clientno customer customercode customerid customerno customernumber member \
         membercode memberid memberno membernumber cardno cardnumber guest",
    ),
    (
        Field::ClientName,
        "顾客姓名 客户姓名 会员姓名 顾客名称 客户名称 会员名称 姓名 clientname customername membername guestname",
    ),
    (
        Field::Staff,
        "员工 员工姓名 员工编号 服务员工 服务人员 发型师 技师 美发师 美容师 设计师 服务技师 操作员工 业绩人员 \
         staff staffname staffmember employee employeename stylist technician provider operator \
         servedby",
    ),
    (Field::Quantity, "数量 件数 次数 quantity qty count units"),
    (
        Field::Amount,
        "金额 实收 实收金额 实付 实付金额 成交金额 成交价 折后金额 折后价 小计 应收 应收金额 消费金额 销售金额 \
         税前金额 不含税金额 amount net netamount linetotal subtotal saleamount salesamount sales \
         price",
    ),
    (Field::Tax, "税 税额 税金 税费 增值税 消费税 tax taxamount tax1 taxes salestax gst vat hst"),
    (Field::SecondTax, "税2 税二 第二税 附加税 地方税 tax2 secondtax pst qst rst"),
    (Field::ThirdTax, "税3 税三 第三税 tax3 thirdtax"),
];

/// Traditional characters that names of columns are written with, each before its simplified one.
const SIMPLIFIED: &str = "會会員员號号碼码機机電电話话聯联絡络餘余額额儲储贈赠積积點点數数級级別别類类開开辦办\
                          註注冊册備备薦荐紹绍時时間间來来郵邮編编顧顾戶户稱称療疗項项務务現现內内創创檔档\
                          義义財财資资訊讯種种單单總总計计\
                          價价稅税營营業业結结賬账帳账條条產产貨货庫库進进購购銷销狀状態态啟启長长標标準准實实際际採采門门";

/// A character as names of columns are compared.
pub(super) fn simplified(character: char) -> char {
    let mut characters = SIMPLIFIED.chars();
    while let (Some(traditional), Some(simple)) = (characters.next(), characters.next()) {
        if traditional == character {
            return simple;
        }
    }
    character
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_name_means_two_things() {
        for names in [OF_MEMBERS, OF_GOODS, OF_RECEIPTS] {
            let mut seen = HashSet::new();
            for name in names.iter().flat_map(|(_, names)| names.split(' ')) {
                assert!(seen.insert(name), "{name}");
                let plain =
                    |character: char| character.is_alphanumeric() && simplified(character) == character;
                assert!(name.chars().all(plain), "{name}");
            }
        }
    }
}
