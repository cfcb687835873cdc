using System.CommandLine;
using Slipway.Application.Workspaces.Parts;
using Slipway.Cli.Options;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Tests.Options;

public sealed class RegistryAuthFileOptionTests
{
    private readonly RootCommand _root = new()
    {
        new Command("talks") { RegistryAuthFileOption.Create() },
        new Command("silent"),
    };

    [Theory]
    [InlineData("silent", null)]
    [InlineData("talks", null)]
    [InlineData("talks --registry-auth-file /a/../b.json", "/b.json")]
    public void The_file_is_an_absolute_path(string line, string? file) =>
        Assert.Equal(file, RegistryAuthFile.Find(RegistryAuthFileOption.Read(_root.Parse(line))));

    [Fact]
    public void An_empty_value_is_an_error_and_not_the_usual_places()
    {
        var exception = Assert.Throws<SlipwayException>(() =>
            RegistryAuthFile.Find(RegistryAuthFileOption.Read(_root.Parse(["talks", "--registry-auth-file", ""]))));

        Assert.Equal(ExitCode.Usage, exception.ExitCode);
    }
}
