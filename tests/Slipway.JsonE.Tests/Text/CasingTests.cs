using Slipway.JsonE.Text;

namespace Slipway.JsonE.Tests.Text;

public sealed class CasingTests
{
    [Theory]
    [InlineData("straße", "STRASSE")]
    [InlineData("ŉ ǰ ΐ և ᾳ ᾈ ﬃ ﬗ", "ʼN J\u030C \u0399\u0308\u0301 ԵՒ ΑΙ ἈΙ FFI ՄԽ")]
    [InlineData("ı ſ ǆ ÿ", "I S Ǆ Ÿ")]
    [InlineData("𐐨", "𐐀")]
    [InlineData("\ud801x", "\ud801X")]
    public void Upper_case_may_be_longer(string text, string upper) => Assert.Equal(upper, Casing.Upper(text));

    [Theory]
    [InlineData("ÀÉ", "àé")]
    [InlineData("İ", "i\u0307")]
    [InlineData("ΑΣ", "ας")]
    [InlineData("Σ", "σ")]
    [InlineData("ΣΑΣΑ", "σασα")]
    [InlineData("ΑΣ.Α ΑΣ. ΑΣ'", "ασ.α ας. ας'")]
    [InlineData("𐐀Σ", "𐐨ς")]
    [InlineData("1Σ", "1σ")]
    public void A_sigma_at_the_end_of_a_word_has_a_form_of_its_own(string text, string lower) =>
        Assert.Equal(lower, Casing.Lower(text));
}
