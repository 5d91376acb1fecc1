using System.Globalization;
using U2Video.Core.Checkpoints.StateDicts;
using U2Video.Core.Errors;

namespace U2Video.Core.Checkpoints.PyTorch;

/// <summary>
/// Plays a pickle as the little stack machine that it is, but with values only: names and calls other than those of
/// <see cref="PickleGlobals"/> are refused, so a hostile pickle can build nothing but data. Nothing here recurses, and the
/// instructions, the stack and (by way of the pickle's length) the text are bounded; values may refer to themselves.
/// </summary>
internal sealed class PickleMachine(PickleBytes bytes, PickleDialect dialect, PyTorchFaults faults)
{
    /// <summary>The state dict of a U²-Net takes 28,000; a training checkpoint also has its optimizer's.</summary>
    private const int MaximumInstructions = 1 << 21;

    /// <summary>Pickle writes the items of lists and dictionaries by the thousand; only long tuples need a high stack.</summary>
    private const int MaximumStack = 1 << 16;

    private const int NewestProtocol = 5;

    // What an instruction may make the machine allocate in bytes, generously: growing tables are copied, and old ones become garbage.
    private const int AnyCost = 64;
    private const int NameCost = 128;
    private const int ListCost = 96;
    private const int DictionaryCost = 256;
    private const int ItemCost = 112;
    private const int CallCost = 512;

    private readonly PickleBytes _bytes = bytes;
    private readonly MemoryBudget _budget = new(bytes.FileLength);
    private readonly PickleGlobals _globals = new(faults);
    private readonly PyTorchFaults _faults = faults;
    private readonly List<object?> _stack = [];
    private readonly List<int> _marks = [];
    private readonly Dictionary<long, object?> _memo = [];
    private readonly Dictionary<string, PickleStorage> _storages = [];

    /// <summary>All storages that the pickle has described, whether a tensor uses them or not.</summary>
    public IReadOnlyDictionary<string, PickleStorage> Storages => _storages;

    /// <summary>Plays one pickle to its end and returns the value that it describes.</summary>
    /// <exception cref="ModelException">It is damaged, unreasonably large, or asks for more than values.</exception>
    public object? Run()
    {
        for (var count = 0; count < MaximumInstructions; count++)
        {
            var opcode = (PickleOpcode)_bytes.NextByte();
            if (opcode == PickleOpcode.Stop)
            {
                return Pop();
            }

            Claim(Cost(opcode));
            Execute(opcode);
        }

        throw _faults.Damaged($"its pickle has more than {MaximumInstructions} instructions");
    }

    private void Execute(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Proto: CheckProtocol(_bytes.NextByte()); break;
            case PickleOpcode.Frame: _bytes.NextUInt64(); break;

            case PickleOpcode.Mark: PushMark(); break;
            case PickleOpcode.Pop: PopItemOrMark(); break;
            case PickleOpcode.PopMark: PopToMark(); break;
            case PickleOpcode.Dup: Push(Peek()); break;

            case PickleOpcode.EmptyTuple: Push(Array.Empty<object?>()); break;
            case PickleOpcode.Tuple: Push(PopToMark()); break;
            case PickleOpcode.Tuple1: Push(PopMany(1)); break;
            case PickleOpcode.Tuple2: Push(PopMany(2)); break;
            case PickleOpcode.Tuple3: Push(PopMany(3)); break;
            case PickleOpcode.EmptyList: Push(new List<object?>()); break;
            case PickleOpcode.List: Push(new List<object?>(PopToMark())); break;
            case PickleOpcode.Append: Append(PopMany(1)); break;
            case PickleOpcode.Appends: Append(PopToMark()); break;
            case PickleOpcode.EmptyDict: Push(new Dictionary<string, object?>()); break;
            case PickleOpcode.Dict: PushDictionary(PopToMark()); break;
            case PickleOpcode.SetItem: SetItems(PopMany(2)); break;
            case PickleOpcode.SetItems: SetItems(PopToMark()); break;

            case PickleOpcode.Put: Memorize(MemoIndex(_bytes.NextLine())); break;
            case PickleOpcode.BinPut: Memorize(_bytes.NextByte()); break;
            case PickleOpcode.LongBinPut: Memorize(_bytes.NextUInt32()); break;
            case PickleOpcode.Memoize: Memorize(_memo.Count); break;
            case PickleOpcode.Get: Recall(MemoIndex(_bytes.NextLine())); break;
            case PickleOpcode.BinGet: Recall(_bytes.NextByte()); break;
            case PickleOpcode.LongBinGet: Recall(_bytes.NextUInt32()); break;

            case PickleOpcode.Global: Push(_globals.Find(_bytes.NextLine(), _bytes.NextLine())); break;
            case PickleOpcode.StackGlobal: PushStackGlobal(); break;
            case PickleOpcode.Inst: throw _faults.Refused(UntrustedText.Quote($"{_bytes.NextLine()}.{_bytes.NextLine()}"));
            case PickleOpcode.Reduce: Call(); break;
            case PickleOpcode.Build: Build(); break;
            case PickleOpcode.BinPersId: PushStorage(Pop()); break;

            default: Push(PickleLiterals.Read(opcode, _bytes, _faults)); break;
        }
    }

    private static int Cost(PickleOpcode opcode) => AnyCost + opcode switch
    {
        PickleOpcode.EmptyDict or PickleOpcode.Dict => DictionaryCost,
        PickleOpcode.EmptyList or PickleOpcode.List => ListCost,
        PickleOpcode.Global or PickleOpcode.StackGlobal => NameCost,
        PickleOpcode.Reduce or PickleOpcode.BinPersId => CallCost,
        PickleOpcode.Put or PickleOpcode.BinPut or PickleOpcode.LongBinPut or PickleOpcode.Memoize => ItemCost,
        _ => 0,
    };

    private void Claim(long bytes)
    {
        if (!_budget.TryClaim(bytes, 1))
        {
            throw _faults.Damaged($"its pickle makes more than {_budget.MaximumBytes >> 20} MiB of values, too much for such a file");
        }
    }

    private void CheckProtocol(byte protocol)
    {
        if (protocol > NewestProtocol)
        {
            throw _faults.Damaged($"its pickle has the unknown protocol {protocol}");
        }
    }

    private void Push(object? value)
    {
        if (_stack.Count == MaximumStack)
        {
            throw _faults.Damaged($"its pickle stacks more than {MaximumStack} values");
        }

        _stack.Add(value);
    }

    private void PushMark()
    {
        if (_marks.Count == MaximumStack)
        {
            throw _faults.Damaged($"its pickle sets more than {MaximumStack} marks");
        }

        _marks.Add(_stack.Count);
    }

    private object? Peek() => _stack.Count > (_marks.Count > 0 ? _marks[^1] : 0) ? _stack[^1] : throw Underflow();

    private object? Pop() => PopMany(1)[0];

    private object?[] PopMany(int count)
    {
        var start = _stack.Count - count;
        return start >= (_marks.Count > 0 ? _marks[^1] : 0) ? PopFrom(start) : throw Underflow();
    }

    private object?[] PopToMark()
    {
        if (_marks.Count == 0)
        {
            throw Underflow();
        }

        var start = _marks[^1];
        _marks.RemoveAt(_marks.Count - 1);
        return PopFrom(start);
    }

    private object?[] PopFrom(int start)
    {
        Claim((_stack.Count - start) * 4L * sizeof(long));
        var values = new object?[_stack.Count - start];
        _stack.CopyTo(start, values, 0, values.Length);
        _stack.RemoveRange(start, values.Length);
        return values;
    }

    private void PopItemOrMark()
    {
        if (_marks.Count > 0 && _marks[^1] == _stack.Count)
        {
            _marks.RemoveAt(_marks.Count - 1);
        }
        else
        {
            Pop();
        }
    }

    private void Append(object?[] items)
    {
        if (Peek() is not List<object?> list)
        {
            throw _faults.Damaged("its pickle appends to a value that is not a list");
        }

        list.AddRange(items);
    }

    private void PushDictionary(object?[] keysAndValues)
    {
        Push(new Dictionary<string, object?>());
        SetItems(keysAndValues);
    }

    private void SetItems(object?[] keysAndValues)
    {
        if (Peek() is not Dictionary<string, object?> dictionary || keysAndValues.Length % 2 != 0)
        {
            throw _faults.Damaged("its pickle puts items into a value that is not a dictionary");
        }

        for (var i = 0; i < keysAndValues.Length; i += 2)
        {
            // Optimizers have numbers as keys. No weights lie beneath them.
            if (keysAndValues[i] is string key)
            {
                Claim(ItemCost);
                dictionary[key] = keysAndValues[i + 1];
            }
        }
    }

    private long MemoIndex(string line) =>
        long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index
            : throw _faults.Damaged("its pickle has a malformed memo index");

    private void Memorize(long index) => _memo[index] = Peek();

    private void Recall(long index) =>
        Push(_memo.TryGetValue(index, out var value) ? value
            : throw _faults.Damaged("its pickle refers to a value that it never memorized"));

    private void PushStackGlobal()
    {
        if (PopMany(2) is not [string module, string name])
        {
            throw _faults.Damaged("its pickle has a name that is not text");
        }

        Push(_globals.Find(module, name));
    }

    private void Call()
    {
        var calleeAndArguments = PopMany(2);
        Push(_globals.Call(calleeAndArguments[0], calleeAndArguments[1]));
    }

    /// <summary>The one object with attributes in a state dict is the dictionary itself: it notes the modules' versions there.</summary>
    private void Build()
    {
        if ((Pop(), Peek()) is not ((Dictionary<string, object?>, Dictionary<string, object?>) or (_, PickleInert)))
        {
            throw _faults.Refused("an object with attributes");
        }
    }

    private void PushStorage(object? id)
    {
        if (id is not object?[] parts || parts.Length != (dialect == PickleDialect.Legacy ? 6 : 5)
            || parts is not ["storage", PickleGlobal { Element: { } type }, string key, string or null, long count and >= 0, ..])
        {
            throw _faults.Damaged("it describes a storage in a way that torch.save does not");
        }

        if (dialect == PickleDialect.Legacy && parts[^1] is not null)
        {
            throw _faults.Unreadable(
                $"keeps its storage {UntrustedText.Quote(key)} as a part of another one (view_metadata), which is not supported; "
                + "load it with a current PyTorch and save its state_dict() again");
        }

        var storage = new PickleStorage(key, type, count);
        if (_storages.TryGetValue(key, out var known) && known != storage)
        {
            throw _faults.Damaged($"it describes the storage {UntrustedText.Quote(key)} in two ways");
        }

        _storages[key] = storage;
        Push(storage);
    }

    private ModelException Underflow() => _faults.Damaged("its pickle takes more values than it has");
}
