using Slipway.Core.Configuration;
using Slipway.Dialects.Taskgraph;

namespace Slipway.Dialects.Gecko;

/// <summary>How the tasks of gecko's transforms look.</summary>
internal sealed class GeckoTaskRules : ImageTaskRules
{
    public static readonly GeckoTaskRules Instance = new();

    public override string WriteArguments(
        IEnumerable<KeyValuePair<string, string>> arguments, SlipwayConfig config) => PythonJson.InOrder(
            arguments,
            config.HasSpacedArguments,
            isAscii: config.Extensions.Get<GeckoSettings>().HasOrjson != true);
}
