using System.Reflection;
using Slipway.Core.Diagnostics;
using Slipway.Core.Engines;

namespace Slipway.Engines.Tests;

public sealed class EngineCodesTests
{
    [Fact]
    public void Every_code_has_its_section_in_the_documentation()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Slipway.slnx")))
        {
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("There is no Slipway.slnx above.");
        }

        var sections = File.ReadLines(Path.Combine(root, "docs", "errors", "15-engines.md"))
            .Where(line => line.StartsWith("## ", StringComparison.Ordinal));
        var codes = typeof(EngineCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (DiagnosticCode)field.GetValue(null)!)
            .Append(SecretCodes.Leaked)
            .OrderBy(code => code.Number)
            .Select(code => $"## {code}: {code.Title}");

        Assert.Equal(codes, sections);
    }
}
