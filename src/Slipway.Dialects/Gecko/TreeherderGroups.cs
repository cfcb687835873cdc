using Slipway.Core.Yaml;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Text;

namespace Slipway.Dialects.Gecko;

/// <summary>Holds the symbols of tasks to the groups that <c>config.yml</c> names.</summary>
/// <param name="known">Whether a group has a name.</param>
/// <param name="configFile">The file that names them.</param>
internal sealed class TreeherderGroups(Func<string, bool> known, string configFile)
{
    // gecko_taskgraph/transforms/task.py: what Treeherder takes.
    private const int Longest = 25;

    public void Check(YamlScalar symbol, DiagnosticBag problems)
    {
        if (!TaskSymbol.IsValid(symbol.Text))
        {
            problems.Add(new Diagnostic(
                GeckoCodes.TaskRefused,
                $"The symbol is {symbol.Description}, which gecko cannot take apart into a group and a symbol",
                "Write 'group(symbol)', or a symbol without parentheses.",
                symbol.Location));
        }

        var (group, own) = TaskSymbol.Split(symbol.Text);
        if (group is not null && !known(group))
        {
            problems.Add(new Diagnostic(
                GeckoCodes.GroupNameless,
                $"The group '{Display.Text(group)}' of Treeherder has no name, and gecko refuses it",
                $"Add it below treeherder.group-names of {configFile}.",
                symbol.Location));
        }

        if (own.Length > Longest || group?.Length > Longest)
        {
            problems.Add(new Diagnostic(
                GeckoCodes.TaskRefused,
                $"The symbol {symbol.Description} is longer than {Longest} characters, and gecko refuses it",
                "Shorten the group or the symbol.",
                symbol.Location));
        }
    }
}
