//! The names that columns of member sheets go by, in Chinese programs and in English ones.

use crate::import::model::Field;

/// Names of columns by field, separated by spaces, the surest first. They are written as they are
/// compared: simplified characters, small letters, no spaces or signs.
pub(super) const NAMES: &[(Field, &str)] = &[
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

/// Traditional characters that names of columns are written with, each before its simplified one.
const SIMPLIFIED: &str = "會会員员號号碼码機机電电話话聯联絡络餘余額额儲储贈赠積积點点數数級级別别類类開开辦办\
                          註注冊册備备薦荐紹绍時时間间來来郵邮編编顧顾戶户稱称療疗項项務务現现內内創创檔档\
                          義义財财資资訊讯種种單单總总計计";

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
        let mut seen = HashSet::new();
        for name in NAMES.iter().flat_map(|(_, names)| names.split(' ')) {
            assert!(seen.insert(name), "{name}");
            assert!(
                name.chars()
                    .all(|character| character.is_alphanumeric() && simplified(character) == character)
            );
        }
    }
}
