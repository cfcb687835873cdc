using System.Reflection;
using Slipway.Engines.Errors;
using Slipway.Model.Diagnostics;
using Slipway.Model.Secrets;

namespace Slipway.Engines.Tests.Errors;

public sealed class EngineCodesTests
{
    [Fact]
    public void Every_code_has_its_section_in_the_documentation()
    {
        var sections = File.ReadLines(Repository.PathOf("docs", "errors", "15-engines.md"))
            .Where(line => line.StartsWith("## ", StringComparison.Ordinal));
        var codes = typeof(EngineCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (DiagnosticCode)field.GetValue(null)!)
            .Append(SecretCodes.Leaked)
            .OrderBy(code => code.Number)
            .Select(code => $"## {code}: {code.Title}");

        Assert.Equal(codes, sections);
    }
}
