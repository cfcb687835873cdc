using Slipway.Application.Statements;
using Slipway.Cli.Rendering;
using Slipway.Cli.Terminals;
using Slipway.Model.Values;

namespace Slipway.Cli.Tests.Rendering;

/// <summary>What is said of signing when a build is over.</summary>
public sealed class SignedRendererTests
{
    private static readonly SignedImages Failed = SignedImages.None with { IsWhole = false };

    [Fact]
    public void Of_a_build_that_was_refused_nobody_says_that_there_was_nothing_to_sign()
    {
        Assert.Contains("there was nothing to sign", Text(SignedImages.None), StringComparison.Ordinal);
        Assert.DoesNotContain("there was nothing to sign", Text(Failed), StringComparison.Ordinal);
        Assert.Contains("Nothing was signed that may be used", Text(Failed), StringComparison.Ordinal);
    }

    [Fact]
    public void What_others_signed_is_signed() => Assert.Equal(
        "Built elsewhere, and signed there: app.\n",
        Text(Failed with { ByOthers = [ImageName.Parse("app")] }));

    private static string Text(SignedImages signed)
    {
        var output = new StringWriter();
        SignedRenderer.Write(signed, Terminal.For(noColor: true, TextWriter.Null, output));
        return output.ToString();
    }
}
