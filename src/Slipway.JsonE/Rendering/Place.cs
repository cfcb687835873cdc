using System.Globalization;
using Slipway.JsonE.Json;
using Slipway.JsonE.Text;

namespace Slipway.JsonE.Rendering;

/// <summary>Where in a template rendering is: the keys and the indexes that lead there.</summary>
/// <remarks>It is written out only when something is wrong; then it stays where that was.</remarks>
internal sealed class Place
{
    private readonly Stack<(string? Key, int Index)> _parts = new();

    public void Enter(string key) => _parts.Push((key, 0));

    public void Enter(int index) => _parts.Push((null, index));

    public void Leave() => _parts.Pop();

    public override string ToString() => string.Concat(_parts.Reverse().Select(part => part.Key switch
    {
        null => string.Create(CultureInfo.InvariantCulture, $"[{part.Index}]"),
        var key when Names.IsWord(key) => $".{key}",
        var key => $"[{SortedJson.Quote(key)}]",
    }));
}
