using System.Text;
using CsCheck;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;

namespace Slipway.Http.Tests;

public sealed class KnownSecretsTests
{
    [Theory]
    [InlineData("the token abcd1234 is bad", "the token *** is bad")]
    [InlineData("ABCD1234", "***")]
    [InlineData("abcd 1234", "abcd 1234")]
    public void A_secret_is_blotted_out_wherever_it_stands(string said, string covered)
    {
        var secrets = new KnownSecrets();
        secrets.Add("abcd1234");

        Assert.Equal(covered, secrets.Cover(said));
    }

    [Fact]
    public void A_short_secret_takes_no_letters_out_of_words()
    {
        var secrets = new KnownSecrets();
        secrets.Add("a");

        Assert.Equal("what *** \"***\" says", secrets.Cover("what a \"a\" says"));
    }

    [Theory]
    [InlineData("Authorization: Bearer 0123456789abcdef.x", "Authorization: Bearer ***")]
    [InlineData("basic MDEyMzQ1Njc4OWFiY2RlZg==", "basic ***")]
    [InlineData(
        "Hawk id=\"a\", ts=\"1\", mac=\"6R4rV5iE+NPoym+WwjeHzjAGXUtLNIxmo1vpMofpLAE=\"",
        "Hawk id=\"a\", ts=\"1\", mac=\"***\"")]
    [InlineData("Bearer authentication is needed", "Bearer authentication is needed")]
    public void What_was_shown_is_a_secret_whoever_made_it(string said, string covered) =>
        Assert.Equal(covered, new KnownSecrets().Cover(said));

    [Fact]
    public void A_secret_is_covered_before_its_end_is_cut_off()
    {
        var secrets = new KnownSecrets();
        secrets.Add("abcd1234");

        Assert.DoesNotContain("abcd", secrets.Quote(new string('x', 76) + "abcd1234"), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_long_explanation_the_end_is_kept_with_the_cause()
    {
        var secrets = new KnownSecrets();
        secrets.Add("abcd1234");

        string text = secrets.Explanation($"denied\u001b[2J: {new string('x', 1000)} quota of abcd1234 exceeded");

        Assert.StartsWith("denied\\u001b[2J: xxx", text, StringComparison.Ordinal);
        Assert.EndsWith("x quota of *** exceeded", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 150, 220);
        Assert.Equal("denied: no such scope", secrets.Explanation("denied: no such scope"));
    }

    [Fact]
    public void Any_secret_is_covered_in_any_form() =>
        Gen.Select(Gen.String[5, 40], Gen.String[0, 20], Gen.String[0, 20])
            .Where(
                (secret, _, _) =>
                    !string.IsNullOrWhiteSpace(secret)
                    && !secret.Any(char.IsSurrogate)
                    && secret.Any(char.IsAsciiLetter))
            .Sample(
                (secret, before, after) =>
                {
                    var secrets = new KnownSecrets();
                    secrets.Add(secret);
                    string packed = Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).TrimEnd('=');
                    return !secrets.Cover(before + secret + after).Contains(secret, StringComparison.Ordinal)
                        && !secrets
                            .Cover(Uri.EscapeDataString(secret))
                            .Contains(Uri.EscapeDataString(secret), StringComparison.Ordinal)
                        && !secrets.Cover(packed).Contains(packed, StringComparison.Ordinal);
                });

    [Fact]
    public async Task A_failure_is_passed_on_without_secrets_and_one_without_any_as_it_is()
    {
        var secrets = new KnownSecrets();
        secrets.Add("abcd1234");
        var inner = new IOException("Invalid status line: abcd1234");
        var bad = new SlipwayException(
            new Diagnostic(RegistryCodes.Unreachable, "it says abcd1234", "Ask abcd1234."), inner);
        var good = new SlipwayException(
            new Diagnostic(RegistryCodes.Unreachable, "it says nothing", "Ask."), new IOException("x"));

        var covered = await Assert.ThrowsAsync<SlipwayException>(() =>
            secrets.GuardAsync(Task.FromException<int>(bad)));
        var same = await Assert.ThrowsAsync<SlipwayException>(() => secrets.GuardAsync(Task.FromException(good)));

        Assert.DoesNotContain("abcd1234", covered.ToString(), StringComparison.Ordinal);
        Assert.Equal("it says ***", covered.Diagnostics[0].Message);
        Assert.Equal("Ask ***.", covered.Diagnostics[0].Remedy);
        Assert.Contains("Invalid status line", covered.ToString(), StringComparison.Ordinal);
        Assert.Same(good, same);
    }
}
